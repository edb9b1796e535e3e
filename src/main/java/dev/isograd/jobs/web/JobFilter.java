package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.http.QueryReader;
import dev.isograd.jobs.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** The filters of a list of jobs. */
record JobFilter(
        String project,
        List<JobState> states,
        Map<String, String> labels,
        @Nullable String name,
        @Nullable Instant createdAfter,
        @Nullable Instant createdBefore,
        @Nullable String after,
        int limit) {

    static JobFilter read(MultiValueMap<String, String> query, Caller caller) {
        QueryReader reader = new QueryReader(query);
        String project = reader.string("project");
        JobFilter filter = new JobFilter(
                caller.project(),
                reader.enumValues("state", JobState.class),
                labels(reader),
                reader.string("name"),
                reader.time("createdAfter"),
                reader.time("createdBefore"),
                reader.id("after", "job"),
                reader.limit());
        reader.check();
        if (project != null && !project.equals(caller.project())) {
            throw JobProblem.noSuchProject();
        }
        return filter;
    }

    /** Reads labels, each as {@code label=key:value} or {@code label=key=value}; a job must have all of them. */
    private static Map<String, String> labels(QueryReader reader) {
        Map<String, String> labels = new TreeMap<>();
        for (String label : reader.rawValues("label")) {
            int split = firstOf(label, ':', '=');
            if (split < 1) {
                reader.problem("label", "must be key:value");
            } else {
                labels.put(label.substring(0, split), label.substring(split + 1));
            }
        }
        return labels;
    }

    private static int firstOf(String text, char one, char other) {
        int first = text.indexOf(one);
        int second = text.indexOf(other);
        return first < 0 ? second : second < 0 ? first : Math.min(first, second);
    }
}
