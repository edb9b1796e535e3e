package dev.isograd.logs;

import java.util.Locale;

/** The source of a log line: the standard output or error of the training, or Isograd itself. */
public enum LogStream {
    STDOUT,
    STDERR,
    SYSTEM;

    /** Returns the name in the API. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
