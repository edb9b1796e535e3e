package dev.isograd.jobs;

/** Thrown to a worker whose attempt is no longer current: it must stop its child process and write nothing more. */
public class AttemptSuperseded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AttemptSuperseded(AttemptId attempt) {
        super("Attempt %d of %s has ended or was superseded".formatted(attempt.number(), attempt.job()));
    }
}
