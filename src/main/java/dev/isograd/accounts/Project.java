package dev.isograd.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The owner of jobs and API keys; projects cannot see each other's jobs and keys. */
@Entity
@Table(name = "project")
class Project {

    @Id
    private String id;

    @Column(name = "account_id")
    private String account;

    private String name;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Project() {}

    Project(String id, Account account, String name, Instant now) {
        this.id = id;
        this.account = account.id();
        this.name = name;
        this.createdAt = now;
    }

    String id() {
        return id;
    }

    String account() {
        return account;
    }

    String name() {
        return name;
    }

    Instant createdAt() {
        return createdAt;
    }
}
