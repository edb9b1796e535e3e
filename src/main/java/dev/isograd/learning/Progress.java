package dev.isograd.learning;

import dev.isograd.learning.safetensors.UnusableState;
import java.util.HashMap;
import java.util.Map;

/** The steps a training has done, and the metrics that later metrics and the outcome are computed from. */
record Progress(long stepsDone, MeterState metrics) {

    private static final String STEPS_DONE = "stepsDone";

    Map<String, String> text() {
        Map<String, String> text = new HashMap<>(metrics.text());
        text.put(STEPS_DONE, Long.toString(stepsDone));
        return text;
    }

    /** @throws UnusableState if a metric is missing or malformed */
    static Progress of(Map<String, String> text) {
        return new Progress(count(entry(text, STEPS_DONE)), MeterState.of(text));
    }

    /** @throws UnusableState if a training of so many steps and modules cannot have this progress */
    void requireFits(long stepsPerEpoch, long totalSteps, int modules) {
        int scored = stepsDone < stepsPerEpoch ? 0 : modules;
        if (stepsDone > totalSteps || metrics.scores().size() != scored) {
            throw new UnusableState("This training cannot have done %d of %d steps with %d scores"
                    .formatted(stepsDone, totalSteps, metrics.scores().size()));
        }
    }

    static String entry(Map<String, String> text, String name) {
        String entry = text.get(name);
        if (entry == null) {
            throw new UnusableState(name + " is missing");
        }
        return entry;
    }

    static long count(String digits) {
        if (!digits.matches("[0-9]{1,18}")) {
            throw new UnusableState(digits + " is not a count");
        }
        return Long.parseLong(digits);
    }
}
