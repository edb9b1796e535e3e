package dev.isograd.jobs;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** One attempt at a job; its number fences off workers that still run an earlier attempt. */
@Embeddable
public record AttemptId(
        @Column(name = "job_id") String job,
        @Column(name = "number") int number) {}
