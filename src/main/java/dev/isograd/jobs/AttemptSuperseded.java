package dev.isograd.jobs;

/** Thrown to a worker whose attempt is no longer the one that counts: it must stop its child and write nothing more. */
public class AttemptSuperseded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AttemptSuperseded(AttemptId attempt) {
        super("Attempt %d of %s is over or another one has taken its place".formatted(attempt.number(), attempt.job()));
    }
}
