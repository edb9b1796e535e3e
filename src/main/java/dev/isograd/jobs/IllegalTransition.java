package dev.isograd.jobs;

/** Thrown when code requests a transition that the table in {@link JobState} does not contain. */
public final class IllegalTransition extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    IllegalTransition(String job, JobState from, JobState to) {
        super("%s is %s and cannot become %s".formatted(job, from, to));
    }
}
