package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.Submission;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Submits, reads and controls jobs in tests of the queue, as the API does. */
@Component
public class TestJobs {

    private final JobService jobs;
    private final JobControl control;

    TestJobs(JobService jobs, JobControl control) {
        this.jobs = jobs;
        this.control = control;
    }

    /** Returns the id of the new job. */
    public String submit(Caller caller, Submission submission) {
        return jobs.submit(caller, submission).id();
    }

    public Job find(Caller caller, String id) {
        return jobs.find(caller, id);
    }

    public @Nullable String blockedBy(Caller caller, String id) {
        return jobs.get(caller, id).blockedBy();
    }

    public void cancel(Caller caller, String id) {
        control.cancel(caller, id);
    }

    public void kill(Caller caller, String id) {
        control.kill(caller, id);
    }

    public void pause(Caller caller, String id) {
        control.pause(caller, id);
    }

    public void resume(Caller caller, String id) {
        control.resume(caller, id);
    }
}
