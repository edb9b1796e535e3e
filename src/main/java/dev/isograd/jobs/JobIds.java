package dev.isograd.jobs;

import java.util.regex.Pattern;

/** Knows the form of a job's id, so that nothing else reaches the database. */
public final class JobIds {

    private static final Pattern FORM = Pattern.compile("job_[0-9a-z]{1,64}");

    private JobIds() {}

    /** @throws JobNotFound if no job can have that id */
    public static String check(String id) {
        if (!FORM.matcher(id).matches()) {
            throw new JobNotFound();
        }
        return id;
    }
}
