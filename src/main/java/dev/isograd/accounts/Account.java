package dev.isograd.accounts;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A person or system that may use the API. */
@Entity
@Table(name = "account")
class Account {

    @Id
    private String id;

    private String name;
    private Instant createdAt;

    @SuppressWarnings("NullAway.Init") // JPA fills the fields
    protected Account() {}

    Account(String id, String name, Instant now) {
        this.id = id;
        this.name = name;
        this.createdAt = now;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    Instant createdAt() {
        return createdAt;
    }
}
