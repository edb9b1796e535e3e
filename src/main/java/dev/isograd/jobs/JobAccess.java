package dev.isograd.jobs;

import dev.isograd.accounts.Caller;
import org.springframework.stereotype.Component;

/** Tells other packages whether a caller may see a job, and which attempt counts. */
@Component
public class JobAccess {

    private final JobService jobs;

    JobAccess(JobService jobs) {
        this.jobs = jobs;
    }

    /** @throws JobNotFound if the caller's project has no such job */
    public AttemptId latestAttempt(Caller caller, String job) {
        return jobs.find(caller, job).currentAttempt();
    }
}
