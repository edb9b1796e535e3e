package dev.isograd.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.security.MessageDigest;
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

    private String name;
    private String publicId;
    private byte[] secretHash;
    private Instant createdAt;
    private @Nullable Instant lastUsedAt;
    private @Nullable Instant revokedAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected ApiKey() {}

    ApiKey(String id, String project, String name, KeyText text, byte[] secretHash, Instant now) {
        this.id = id;
        this.project = project;
        this.name = name;
        this.publicId = text.publicId();
        this.secretHash = secretHash.clone();
        this.createdAt = now;
    }

    /** Compares in constant time. */
    boolean hasHash(byte[] other) {
        return MessageDigest.isEqual(secretHash, other);
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

    String name() {
        return name;
    }

    String publicId() {
        return publicId;
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable
    Instant lastUsedAt() {
        return lastUsedAt;
    }
}
