package dev.isograd.worker.kubernetes;

import dev.isograd.jobs.AttemptId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of an attempt outside of this process: in addresses, and in the cluster. */
final class AttemptKey {

    private static final Pattern KEY = Pattern.compile("([a-z]{1,10}_[0-9a-z]{1,40})-([1-9][0-9]{0,8})");

    private AttemptKey() {}

    static String of(AttemptId attempt) {
        return String.format(Locale.ROOT, "%s-%d", attempt.job(), attempt.number());
    }

    static Optional<AttemptId> parse(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches()
                ? Optional.of(new AttemptId(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** The name of the attempt's Job. It is always the same, so that the Job is never created twice. */
    static String name(AttemptId attempt) {
        return "isograd-" + of(attempt).replace('_', '-');
    }
}
