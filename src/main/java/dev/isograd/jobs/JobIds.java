package dev.isograd.jobs;

import java.util.regex.Pattern;

/** Checks the format of job ids, so that no other text reaches the database. */
public final class JobIds {

    private static final Pattern FORM = Pattern.compile("job_[0-9a-z]{1,64}");

    private JobIds() {}

    /** @throws JobNotFound if the text is not in the format of a job id */
    public static String check(String id) {
        if (!FORM.matcher(id).matches()) {
            throw new JobNotFound();
        }
        return id;
    }
}
