package dev.isograd.jobs.web;

/** Limits on the fields that users may set on a job, apart from its spec. */
public final class JobLimits {

    public static final int LONGEST_NAME = 200;

    public static final int MOST_LABELS = 32;
    public static final String LABELS_HELP =
            "At most 32 labels. Names have 1 to 63 letters, digits, '.', '_', '-' or '/'; values at most 256 characters.";
    public static final String MOST_LABELS_MESSAGE = "must have at most {max} labels";
    public static final String LABEL = "[A-Za-z0-9][A-Za-z0-9._/-]{0,62}";
    public static final String LABEL_MESSAGE =
            "must be named with 1 to 63 letters, digits, '.', '_', '-' or '/', beginning with a letter or digit";
    public static final int LONGEST_LABEL = 256;

    public static final int LONGEST_NOTES = 4_000;
    public static final String NOTES_HELP = "Text about the job, of several lines if need be.";
    public static final String LONGEST_NOTES_MESSAGE = "must have at most {max} characters";

    public static final int LOWEST_PRIORITY = -2;
    public static final int HIGHEST_PRIORITY = 2;
    public static final int MOST_SLOTS = 64;

    private JobLimits() {}
}
