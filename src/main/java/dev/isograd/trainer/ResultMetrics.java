package dev.isograd.trainer;

import dev.isograd.learning.Isolation;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.TrainingOutcome;
import dev.isograd.learning.TrainingOutcome.Selection;
import dev.isograd.learning.TrainingOutline.Platform;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the final metrics of a training under their names in the API. */
final class ResultMetrics {

    /** Longer lists of updated modules would not fit into one message; only the verdict is sent then. */
    private static final int MAX_MOVED = 5000;

    private ResultMetrics() {}

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
        Selection selection = outcome.selection();
        if (selection != null) {
            result.put("bestEpoch", selection.epoch());
            result.put("validationAccuracy", selection.validationAccuracy());
            result.put("validationLoss", selection.validationLoss());
        }
        result.put("trainSeconds", timing.trainingTime().trainSeconds());
        result.put("imagesPerSecond", timing.imagesPerSecond());
        ProcessMemory.peakBytes().ifPresent(bytes -> result.put("peakMemoryBytes", bytes));
        result.put("memory", memory(MemoryEstimate.of(spec, train), timing.memory()));
        result.put("moduleAccuracies", outcome.moduleAccuracies());
        result.put("boundaryCosines", outcome.boundaryCosines());
        Isolation isolation = outcome.isolation();
        if (isolation != null) {
            result.put("isolation", of(isolation));
        }
        result.put("parameters", outcome.parameters());
        result.put("weightsSha256", weightsSha256);
        result.put("versions", versions(spec, outcome.platform(), digest));
        return result;
    }

    /** What determines the results besides the spec. */
    static Map<String, Object> versions(TrainingSpec spec, Platform platform, String digest) {
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("djl", platform.djlVersion());
        versions.put("libtorch", platform.libtorchVersion());
        versions.put("device", platform.device());
        versions.putAll(platform.gpu());
        versions.put("allocator", MemoryAllocator.ofThisProcess());
        versions.put("precision", platform.precision());
        versions.put("deterministic", spec.deterministic());
        versions.put("seed", spec.seed());
        versions.put("datasetDigest", digest);
        return versions;
    }

    private static Map<String, Object> of(Isolation isolation) {
        Map<String, Object> verdict = new LinkedHashMap<>();
        verdict.put("isolated", isolation.isolated());
        if (isolation.movedBy().stream().mapToInt(List::size).sum() <= MAX_MOVED) {
            verdict.put("movedBy", isolation.movedBy());
        }
        return verdict;
    }

    static Map<String, Object> memory(MemoryEstimate estimate, MemoryMeter measured) {
        MemoryEstimate.Bytes rule = estimate.rule();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("weights", rule.weights());
        parts.put("optimizer", rule.optimizer());
        parts.put("gradients", rule.gradients());
        parts.put("activations", rule.activations());
        parts.put("working", rule.working());
        if (!rule.lanes().isEmpty()) {
            parts.put("lanes", rule.lanes());
        }
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("estimatedBytes", rule.total());
        measured.addedBytes().ifPresent(bytes -> memory.put("measuredBytes", bytes));
        memory.put("backpropBytes", estimate.backprop().total());
        memory.put("estimate", parts);
        return memory;
    }
}
