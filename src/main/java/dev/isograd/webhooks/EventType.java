package dev.isograd.webhooks;

import java.util.Arrays;
import java.util.List;

/** The kinds of events that a webhook can be sent. */
enum EventType {
    JOB_RUNNING("job.running"),
    JOB_SUCCEEDED("job.succeeded"),
    JOB_FAILED("job.failed"),
    JOB_CANCELLED("job.cancelled"),
    COMPARISON_FINISHED("comparison.finished");

    static final String PATTERN = "job\\.(running|succeeded|failed|cancelled)|comparison\\.finished";
    static final String PATTERN_MESSAGE =
            "must be job.running, job.succeeded, job.failed, job.cancelled or comparison.finished";
    static final int COUNT = 5;

    /** What a test sends; no webhook asks for it. */
    static final String TEST = "webhook.test";

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** Returns the words in the order of this enum, each once. */
    static List<String> sorted(List<String> words) {
        return Arrays.stream(values())
                .map(EventType::word)
                .filter(words::contains)
                .toList();
    }
}
