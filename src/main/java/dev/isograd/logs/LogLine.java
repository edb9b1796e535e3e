package dev.isograd.logs;

import java.time.Instant;

/** One line of a job's log. */
public record LogLine(LogStream stream, Instant at, String text) {}
