package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.http.QueryReader;
import dev.isograd.jobs.JobKind;
import dev.isograd.jobs.JobState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * The query of a list of jobs.
 *
 * @param after id of the job before the page
 */
record JobFilter(
        JobSearch.Filter filter, JobSort sort, @Nullable String after, int limit) {

    private static final String SORTS = "must be one of "
            + Arrays.stream(JobSort.values()).map(JobSort::toString).collect(Collectors.joining(", "));

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
                        reader.string("rule"),
                        reader.string("dataset"),
                        reader.time("createdAfter"),
                        reader.time("createdBefore"),
                        reader.flag("deleted")),
                sort,
                reader.id("after", cursorPrefix(sort) + "job"),
                reader.limit());
        reader.check();
        if (project != null && !project.equals(caller.project())) {
            throw JobProblem.noSuchProject();
        }
        return filter.withoutPrefix();
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
        return sort == JobSort.NEWEST ? "" : sort + ".";
    }

    private JobFilter withoutPrefix() {
        String id = after == null ? null : after.substring(cursorPrefix(sort).length());
        return new JobFilter(filter, sort, id, limit);
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
