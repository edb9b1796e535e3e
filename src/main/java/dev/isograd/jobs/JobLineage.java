package dev.isograd.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.jspecify.annotations.Nullable;

/**
 * The job and checkpoint that a job was created from.
 *
 * @param job id of the original job
 * @param checkpoint the checkpoint to resume from; null if the new job starts from the beginning
 */
@Embeddable
public record JobLineage(
        @Column(name = "origin") @Enumerated(EnumType.STRING)
        Kind kind,

        @Column(name = "origin_job") String job,
        @Column(name = "origin_checkpoint") @Nullable String checkpoint) {

    /** How the job was created. */
    public enum Kind {
        /** With the same spec. */
        RETRY,
        /** With a spec that may differ as long as the arrays of the checkpoint still fit. */
        FORK
    }
}
