package dev.isograd.jobs;

import dev.isograd.access.Ownership;
import dev.isograd.accounts.Caller;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds jobs for other packages, limited to the jobs that a caller may see. */
@Component
public class JobAccess implements Ownership {

    private final Jobs jobs;

    JobAccess(Jobs jobs) {
        this.jobs = jobs;
    }

    /** @throws JobNotFound if the caller's project has no such job */
    @Transactional(readOnly = true)
    public AttemptId latestAttempt(Caller caller, String job) {
        return find(caller, job).currentAttempt();
    }

    /**
     * Returns the latest attempt at a training.
     *
     * @param thing what is wanted of the training, such as "checkpoints"
     * @throws JobNotFound if the caller's project has no such job
     * @throws NotATraining if the job is an import
     */
    @Transactional(readOnly = true)
    public AttemptId latestTraining(Caller caller, String job, String thing) {
        Job found = find(caller, job);
        return switch (found.kind()) {
            case TRAINING -> found.currentAttempt();
            case IMPORT -> throw NotATraining.has(thing);
        };
    }

    /** @throws JobNotFound if the caller's project has no such job */
    public Job find(Caller caller, String job) {
        return find(caller.project(), job);
    }

    /** Returns whether a project has such a job, and it is not deleted. */
    @Transactional(readOnly = true)
    public boolean exists(String project, String job) {
        return jobs.find(JobIds.check(job), project).isPresent();
    }

    private Job find(String project, String job) {
        return jobs.find(JobIds.check(job), project).orElseThrow(JobNotFound::new);
    }

    @Override
    public String pattern() {
        return "/api/v1/jobs/{id}";
    }

    @Override
    @Transactional(readOnly = true)
    public void check(String project, String id) {
        find(project, id);
    }
}
