package dev.isograd.learning;

import dev.isograd.learning.safetensors.UnusableState;

/** Thrown when an intact state belongs to another training, other images or another version; nothing is loaded. */
public final class StateMismatch extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StateMismatch(String message) {
        super(UnusableState.shown(message));
    }
}
