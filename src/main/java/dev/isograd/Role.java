package dev.isograd;

/** What one process does: answer HTTP requests, run jobs, or both. */
public enum Role {
    API,
    WORKER
}
