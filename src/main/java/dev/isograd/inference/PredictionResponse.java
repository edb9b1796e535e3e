package dev.isograd.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a network answers for a picture. */
@Schema(name = "Prediction")
record PredictionResponse(
        @Schema(description = "The classifier's answer, best class first.")
        List<ClassProbability> classes,

        @Schema(description = "The answer of every module's head; only with `modules=all`.")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        List<ModulePrediction> modules) {

    static PredictionResponse of(InferenceChild child, SortedMap<Integer, float[]> heads, boolean all) {
        List<ModulePrediction> modules = heads.entrySet().stream()
                .map(head -> new ModulePrediction(head.getKey(), ranked(child.classes(), head.getValue())))
                .toList();
        return new PredictionResponse(modules.getLast().classes(), all ? modules : null);
    }

    private static List<ClassProbability> ranked(List<String> classes, float[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .mapToObj(c -> new ClassProbability(classes.get(c), probabilities[c]))
                .sorted(Comparator.comparingDouble(ClassProbability::probability)
                        .reversed())
                .toList();
    }

    /** One class and its probability, 0 to 1. */
    record ClassProbability(
            @Schema(name = "class") @com.fasterxml.jackson.annotation.JsonProperty("class")
            String name,

            float probability) {}

    /** The answer of the head of a local module, best class first. */
    record ModulePrediction(int module, List<ClassProbability> classes) {}
}
