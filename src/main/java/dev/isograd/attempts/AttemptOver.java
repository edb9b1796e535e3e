package dev.isograd.attempts;

/** The worker no longer accepts this pod: its attempt is over, or belongs to another pod. */
final class AttemptOver extends Exception {

    private static final long serialVersionUID = 1L;

    AttemptOver(String message) {
        super(message);
    }
}
