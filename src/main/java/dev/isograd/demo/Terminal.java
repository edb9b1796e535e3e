package dev.isograd.demo;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Prints the demo's progress and summary to the terminal. */
@SuppressWarnings("SystemOut")
final class Terminal {

    private Terminal() {}

    static void printProgress(JsonNode job) {
        JsonNode progress = job.path("progress");
        System.out.printf(
                "    %-28s epoch %d of %d, step %d of %d%s%n",
                job.get("name").asString(),
                progress.path("epoch").asInt(),
                progress.path("epochs").asInt(),
                progress.path("step").asLong(),
                progress.path("steps").asLong(),
                eta(progress.path("etaSeconds")));
    }

    private static String eta(JsonNode seconds) {
        return seconds.isNumber() && seconds.asLong() > 0 ? ", about %d s to go".formatted(seconds.asLong()) : "";
    }

    static void printSummary(JsonNode backprop, JsonNode sgr) {
        System.out.printf(
                "%n    %-28s %-10s %13s %8s %9s%n", "training", "state", "test accuracy", "seconds", "memory");
        for (JsonNode job : List.of(backprop, sgr)) {
            JsonNode result = job.path("result");
            System.out.printf(
                    "    %-28s %-10s %13s %8s %9s%n",
                    job.get("name").asString(),
                    job.get("state").asString(),
                    metric(result.path("testAccuracy"), "%.3f"),
                    metric(result.path("trainSeconds"), "%.0f"),
                    memory(result));
        }
        System.out.printf(
                "%n    The dashboard shows both side by side; Ctrl-C stops everything.%n    %s%n%n",
                Savings.sentence(backprop, sgr));
    }

    private static String memory(JsonNode result) {
        JsonNode bytes = result.path("memory").path("measuredBytes");
        return bytes.isNumber() ? Savings.megabytes(bytes.asLong()) : "–";
    }

    private static String metric(JsonNode number, String format) {
        return number.isNumber() ? format.formatted(number.asDouble()) : "–";
    }
}
