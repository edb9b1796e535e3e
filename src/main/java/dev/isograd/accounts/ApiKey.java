package dev.isograd.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An API key of a project; only a keyed hash of it is stored. */
@Entity
@Table(name = "api_key")
class ApiKey {

    @Id
    private String id;

    @Column(name = "project_id")
    private String project;

    @Column(name = "account_id")
    private @Nullable String account;

    private String name;
    private String publicId;
    private byte[] secretHash;
    private String scopes;
    private Instant createdAt;
    private @Nullable Instant expiresAt;
    private @Nullable Instant lastUsedAt;
    private @Nullable Instant revokedAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected ApiKey() {}

    ApiKey(String id, KeyTerms terms, KeyText text, byte[] secretHash, Instant now) {
        this.id = id;
        this.project = terms.project();
        this.account = terms.account();
        this.name = terms.name();
        this.scopes = terms.scopes().stored();
        this.expiresAt = terms.expiresAt();
        this.publicId = text.publicId();
        this.secretHash = secretHash.clone();
        this.createdAt = now;
    }

    void revoke(Instant now) {
        revokedAt = now;
    }

    String id() {
        return id;
    }

    String project() {
        return project;
    }

    /** Returns null for a key that an older version made; it belongs to the owner of its project. */
    @Nullable
    String account() {
        return account;
    }

    String name() {
        return name;
    }

    String publicId() {
        return publicId;
    }

    Scopes scopes() {
        return Scopes.read(scopes);
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }

    @Nullable
    Instant lastUsedAt() {
        return lastUsedAt;
    }
}
