package dev.isograd.jobs;

/** Thrown when code asks a job for a transition that is not in the table of {@link JobState}. */
public final class IllegalTransition extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    IllegalTransition(String job, JobState from, JobState to) {
        super("%s is %s and cannot become %s".formatted(job, from, to));
    }
}
