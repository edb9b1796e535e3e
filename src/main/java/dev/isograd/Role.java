package dev.isograd;

/** A role of a process: API processes answer HTTP requests, and WORKER processes run jobs. */
public enum Role {
    API,
    WORKER
}
