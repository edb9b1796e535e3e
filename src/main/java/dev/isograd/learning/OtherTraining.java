package dev.isograd.learning;

/** Thrown when a state is whole, but of another training, other images or another version; nothing was loaded. */
public final class OtherTraining extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OtherTraining(String message) {
        super(UnusableState.shown(message));
    }
}
