package dev.isograd.trainer;

import java.io.IOException;

/** Thrown when the other end of a {@link MessageChannel} violates the protocol. */
public final class MalformedMessage extends IOException {

    private static final long serialVersionUID = 1L;

    MalformedMessage(String message) {
        super(message);
    }

    MalformedMessage(String message, Throwable cause) {
        super(message, cause);
    }
}
