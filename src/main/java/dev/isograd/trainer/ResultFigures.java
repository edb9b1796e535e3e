package dev.isograd.trainer;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.MemoryEstimate;
import dev.isograd.learning.TrainingOutcome;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts the final figures of a training together under the names the API gives them. */
final class ResultFigures {

    private ResultFigures() {}

    static Map<String, Object> of(
            TrainingSpec spec,
            LabelledImages train,
            TrainingOutcome outcome,
            ProgressReporter timing,
            String weightsSha256,
            String digest) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("testAccuracy", outcome.testAccuracy());
        result.put("testLoss", outcome.testLoss());
        result.put("bestTestAccuracy", outcome.bestTestAccuracy());
        result.put("trainSeconds", timing.trainSeconds());
        result.put("imagesPerSecond", timing.imagesPerSecond());
        ProcessMemory.peakBytes().ifPresent(bytes -> result.put("peakMemoryBytes", bytes));
        result.put("memory", memory(MemoryEstimate.of(spec, train), timing.memory()));
        result.put("moduleAccuracies", outcome.moduleAccuracies());
        result.put("boundaryCosines", outcome.boundaryCosines());
        result.put("parameters", outcome.parameters());
        result.put("weightsSha256", weightsSha256);
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("djl", outcome.djlVersion());
        versions.put("libtorch", outcome.libtorchVersion());
        versions.put("device", outcome.device());
        versions.put("seed", spec.seed());
        versions.put("datasetDigest", digest);
        result.put("versions", versions);
        return result;
    }

    static Map<String, Object> memory(MemoryEstimate estimate, MemoryMeter measured) {
        MemoryEstimate.Bytes rule = estimate.rule();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("weights", rule.weights());
        parts.put("optimizer", rule.optimizer());
        parts.put("gradients", rule.gradients());
        parts.put("activations", rule.activations());
        parts.put("working", rule.working());
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("estimatedBytes", rule.total());
        measured.addedBytes().ifPresent(bytes -> memory.put("measuredBytes", bytes));
        memory.put("backpropBytes", estimate.backprop().total());
        memory.put("estimate", parts);
        return memory;
    }
}
