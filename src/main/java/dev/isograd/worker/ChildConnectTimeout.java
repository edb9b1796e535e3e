package dev.isograd.worker;

import java.io.IOException;
import java.time.Duration;

/** Thrown when a child process does not connect to its supervisor. */
final class ChildConnectTimeout extends IOException {

    private static final long serialVersionUID = 1L;

    ChildConnectTimeout(Duration limit) {
        super("The training process did not call its supervisor within %d s".formatted(limit.toSeconds()));
    }
}
