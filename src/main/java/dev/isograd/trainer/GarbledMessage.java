package dev.isograd.trainer;

import java.io.IOException;

/** Thrown when the other end of a {@link MessageChannel} does not speak the protocol. */
public final class GarbledMessage extends IOException {

    private static final long serialVersionUID = 1L;

    GarbledMessage(String message) {
        super(message);
    }

    GarbledMessage(String message, Throwable cause) {
        super(message, cause);
    }
}
