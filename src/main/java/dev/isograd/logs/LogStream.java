package dev.isograd.logs;

import java.util.Locale;

/** Where a log line came from: the training's output or Isograd itself. */
public enum LogStream {
    STDOUT,
    STDERR,
    SYSTEM;

    /** As the API writes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
