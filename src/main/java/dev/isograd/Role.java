package dev.isograd;

/**
 * A role of a process: API processes answer HTTP requests, and WORKER processes run jobs. The other roles are tasks, each
 * of which stands alone: MIGRATE brings the database up to date, SMOKE_TEST runs a tiny training on a running service.
 */
public enum Role {
    API,
    WORKER,
    MIGRATE,
    SMOKE_TEST
}
