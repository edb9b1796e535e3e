package dev.isograd.demo;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Says in one sentence what the pair of trainings shows: the memory of both, and their accuracies. */
final class Savings {

    private static final double MEGABYTE = 1e6;

    private Savings() {}

    static String sentence(JsonNode backprop, JsonNode sgr) {
        JsonNode whole = backprop.path("result").path("memory").path("measuredBytes");
        JsonNode local = sgr.path("result").path("memory").path("measuredBytes");
        if (!succeeded(backprop) || !succeeded(sgr)) {
            return "There is no comparison, because a training did not succeed.";
        }
        if (!whole.isNumber() || !local.isNumber() || whole.asLong() == 0) {
            return "There is no comparison of memory, because this system does not measure it.";
        }
        return "SGR trained with %s of memory and back-propagation with %s: %s. Test accuracy after %d epochs: %s and %s."
                .formatted(
                        megabytes(local.asLong()),
                        megabytes(whole.asLong()),
                        difference(local.asDouble() / whole.asDouble()),
                        sgr.path("spec").path("epochs").asInt(),
                        accuracy(sgr),
                        accuracy(backprop));
    }

    private static boolean succeeded(JsonNode job) {
        return job.path("state").asString("").equals("SUCCEEDED");
    }

    private static String difference(double ratio) {
        long percent = Math.round(100 * (1 - ratio));
        return percent < 0 ? "%d %% more".formatted(-percent) : "%d %% less".formatted(percent);
    }

    private static String accuracy(JsonNode job) {
        return String.format(
                Locale.ROOT,
                "%.1f %%",
                100 * job.path("result").path("testAccuracy").asDouble());
    }

    static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MB", bytes / MEGABYTE);
    }
}
