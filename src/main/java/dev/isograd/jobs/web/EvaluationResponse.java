package dev.isograd.jobs.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a trained network answered for the test images. */
record EvaluationResponse(
        List<String> classes,
        Head classifier,

        @Schema(description = "One entry per local module; empty if the rule trains the network as one.")
        List<ModuleHead> modules) {

    static EvaluationResponse read(byte[] file, JsonMapper json) {
        return json.readValue(file, EvaluationResponse.class);
    }

    /** The answers of the network's classifier. */
    @Schema(name = "EvaluatedClassifier")
    record Head(
            double accuracy,

            @Schema(description = "By class; null for a class that was never predicted.")
            List<@Nullable Double> precision,

            @Schema(description = "By class; null for a class without test images.")
            List<@Nullable Double> recall,

            @Schema(
                    description = "Counts as `[label][predicted]`; with more than 100 classes, an object "
                            + "`{\"sparse\": [[label, predicted, count], …]}`.")
            Object confusion,

            @Schema(description = "The mistakes with the highest probability.")
            List<Mistake> mistakes) {}

    /** The answers of the head of a local module. */
    @Schema(name = "EvaluatedModule")
    record ModuleHead(
            int module,
            double accuracy,
            List<@Nullable Double> precision,
            List<@Nullable Double> recall,

            @Schema(
                    description = "Counts as `[label][predicted]`; with more than 100 classes, an object "
                            + "`{\"sparse\": [[label, predicted, count], …]}`.")
            Object confusion,

            List<Mistake> mistakes) {}

    /** A test image that was assigned to a wrong class; classes are numbers. */
    record Mistake(int index, int label, int predicted, double probability) {}
}
