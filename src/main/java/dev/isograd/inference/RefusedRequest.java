package dev.isograd.inference;

/** Thrown in the child process when a request cannot be fulfilled; the message is for the user. */
final class RefusedRequest extends Exception {

    private static final long serialVersionUID = 1L;

    private final InferenceReply.Cause why;

    RefusedRequest(InferenceReply.Cause why, String message) {
        super(message);
        this.why = why;
    }

    InferenceReply.Cause why() {
        return why;
    }
}
