package dev.isograd.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** One try at a job; the number fences out whoever still works on an earlier one. */
@Embeddable
public record AttemptId(
        @Column(name = "job_id") String job,
        @Column(name = "number") int number) {}
