package dev.isograd.jobs;

import dev.isograd.accounts.Caller;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds jobs for other packages, limited to the jobs that a caller may see. */
@Component
public class JobAccess {

    private final Jobs jobs;

    JobAccess(Jobs jobs) {
        this.jobs = jobs;
    }

    /** @throws JobNotFound if the caller's project has no such job */
    @Transactional(readOnly = true)
    public AttemptId latestAttempt(Caller caller, String job) {
        return find(caller, job).currentAttempt();
    }

    /** @throws JobNotFound if the caller's project has no such job */
    public Job find(Caller caller, String job) {
        return jobs.findByIdAndProject(JobIds.check(job), caller.project()).orElseThrow(JobNotFound::new);
    }
}
