package dev.isograd.learning;

import dev.isograd.learning.safetensors.UnusableState;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps a training has done, and the metrics that later metrics and the outcome are computed from.
 *
 * @param best null without validation, and before the end of the first epoch
 */
record Progress(long stepsDone, MeterState metrics, BestEpoch.@Nullable Scores best) {

    private static final String STEPS_DONE = "stepsDone";

    /** The progress of a training without validation. */
    Progress(long stepsDone, MeterState metrics) {
        this(stepsDone, metrics, null);
    }

    Map<String, String> text() {
        Map<String, String> text = new HashMap<>(metrics.text());
        if (best != null) {
            text.putAll(best.text());
        }
        text.put(STEPS_DONE, Long.toString(stepsDone));
        return text;
    }

    /** @throws UnusableState if a metric is missing or malformed */
    static Progress of(Map<String, String> text) {
        return new Progress(count(entry(text, STEPS_DONE)), MeterState.of(text), BestEpoch.Scores.of(text));
    }

    /** @throws UnusableState if a training of so many steps and modules cannot have this progress */
    void requireFits(long stepsPerEpoch, long totalSteps, int modules) {
        int scored = stepsDone < stepsPerEpoch ? 0 : modules;
        if (stepsDone > totalSteps || metrics.scores().size() != scored) {
            throw new UnusableState("This training cannot have done %d of %d steps with %d scores"
                    .formatted(stepsDone, totalSteps, metrics.scores().size()));
        }
    }

    /** @throws UnusableState if it lacks the best epoch of a training with validation, or has one without */
    void requireBest(boolean validated, long stepsPerEpoch) {
        long epochs = stepsDone / stepsPerEpoch;
        if ((best != null) != (validated && epochs > 0)) {
            throw new UnusableState("The state %s a best epoch".formatted(best == null ? "lacks" : "has"));
        }
        if (best != null) {
            best.requireFits(epochs, metrics.scores().size());
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
