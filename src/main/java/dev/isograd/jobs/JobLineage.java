package dev.isograd.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import org.jspecify.annotations.Nullable;

/**
 * What a job was made from.
 *
 * @param job the other job
 * @param checkpoint whose state it goes on from; null where it starts anew
 */
@Embeddable
public record JobLineage(
        @Column(name = "origin") @Enumerated(EnumType.STRING)
        Kind kind,

        @Column(name = "origin_job") String job,
        @Column(name = "origin_checkpoint") @Nullable String checkpoint) {

    /** How much of the other job's spec was kept. */
    public enum Kind {
        /** All of it. */
        RETRY,
        /** It may have been changed as far as the checkpoint's arrays still fit. */
        FORK
    }
}
