package dev.isograd.learning.libtorch;

/** Thrown when libtorch cannot be loaded, or cannot do what a training needs; the message says what to change. */
public final class LibtorchUnusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LibtorchUnusable(String message) {
        super(message);
    }

    LibtorchUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
