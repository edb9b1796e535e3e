package dev.isograd.logs;

import java.util.Locale;

/** Where a log line came from: the training's output or Isograd itself. */
public enum LogStream {
    STDOUT,
    STDERR,
    SYSTEM;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
