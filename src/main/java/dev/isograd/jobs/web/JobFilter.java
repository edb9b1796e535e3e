package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.http.QueryReader;
import dev.isograd.jobs.JobKind;
import dev.isograd.jobs.JobState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * The query of a list of jobs.
 *
 * @param after id of the job before the page
 * @param isSummary whether jobs are wanted only as far as a list shows them
 */
record JobFilter(
        JobSearch.Filter filter, JobSort sort, @Nullable String after, int limit, boolean isSummary) {

    private static final String SORTS = "must be one of " + String.join(", ", JobSort.names());
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    static JobFilter read(MultiValueMap<String, String> query, Caller caller) {
        QueryReader reader = new QueryReader(query);
        String project = reader.string("project");
        JobSort sort = sort(reader);
        JobKind kind = reader.enumValue("kind", JobKind.class);
        JobFilter filter = new JobFilter(
                new JobSearch.Filter(
                        caller.project(),
                        kind == null ? JobKind.TRAINING : kind,
                        reader.enumValues("state", JobState.class),
                        labels(reader),
                        reader.string("name"),
                        words(reader.string("q")),
                        reader.string("rule"),
                        reader.string("network"),
                        reader.string("dataset"),
                        owner(reader.string("owner"), caller),
                        reader.time("createdAfter"),
                        reader.time("createdBefore"),
                        reader.flag("deleted"),
                        reader.flag("archived")),
                sort,
                reader.id("after", cursorPrefix(sort) + "job"),
                reader.limit(),
                reader.flag("summary"));
        reader.check();
        if (project != null && !project.equals(caller.project())) {
            throw JobProblem.noSuchProject();
        }
        return filter.withoutPrefix();
    }

    private static List<String> words(@Nullable String search) {
        return search == null
                ? List.of()
                : BLANKS.splitAsStream(search).filter(word -> !word.isEmpty()).toList();
    }

    private static @Nullable String owner(@Nullable String given, Caller caller) {
        return "me".equals(given) ? caller.account() : given;
    }

    private static JobSort sort(QueryReader reader) {
        String given = reader.string("sort");
        if (given == null) {
            return JobSort.NEWEST;
        }
        return JobSort.named(given).orElseGet(() -> {
            reader.problem("sort", SORTS);
            return JobSort.NEWEST;
        });
    }

    /** Returns the id of the last job of a page as the position after it. Other sorts than the default refuse it. */
    String cursor(String id) {
        return cursorPrefix(sort) + id;
    }

    private static String cursorPrefix(JobSort sort) {
        return sort.equals(JobSort.NEWEST) ? "" : sort + ".";
    }

    private JobFilter withoutPrefix() {
        String id = after == null ? null : after.substring(cursorPrefix(sort).length());
        return new JobFilter(filter, sort, id, limit, isSummary);
    }

    /** Reads labels, each as {@code label=key:value} or {@code label=key=value}; a job must have all of them. */
    private static Map<String, Object> labels(QueryReader reader) {
        Map<String, Object> labels = new TreeMap<>();
        for (String label : reader.rawValues("label")) {
            int split = firstOf(label, ':', '=');
            if (split < 1) {
                reader.problem("label", "must be key:value");
                continue;
            }
            // No job has two values of one label. A list of both is a value that no label has.
            labels.merge(
                    label.substring(0, split),
                    label.substring(split + 1),
                    (one, other) -> one.equals(other) ? one : List.of(one, other));
        }
        return labels;
    }

    private static int firstOf(String text, char one, char other) {
        int first = text.indexOf(one);
        int second = text.indexOf(other);
        return first < 0 ? second : second < 0 ? first : Math.min(first, second);
    }
}
