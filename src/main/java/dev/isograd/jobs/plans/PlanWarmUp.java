package dev.isograd.jobs.plans;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.datasets.Datasets;
import dev.isograd.jobs.estimates.Estimates;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Estimates some usual networks after the start, so that the first plan does not wait for classes to be loaded. Interpreted and
 * with everything to load, a plan takes a second or more.
 */
@Component
@ConditionalOnRole(Role.API)
class PlanWarmUp {

    private static final Datasets.Size DATA = new Datasets.Size(50_000, 10_000, 10, 3, 32, 32);

    private static final List<Map<String, Object>> NETWORKS = List.of(
            Map.of("type", "resnet", "depth", 20, "width", 16),
            Map.of("type", "resnet", "depth", 110, "width", 16),
            Map.of("type", "vgg"),
            Map.of("type", "vit"),
            Map.of("type", "mlp"));

    private static final List<String> RULES = List.of("sgr", "greedy", "backprop");

    private final Estimates estimates;

    PlanWarmUp(Estimates estimates) {
        this.estimates = estimates;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        Thread.ofPlatform().daemon().name("plan warm-up").start(this::estimateUsualNetworks);
    }

    /** Without the database: other requests warm that up. */
    void estimateUsualNetworks() {
        for (Map<String, Object> network : NETWORKS) {
            for (String rule : RULES) {
                estimate(SpecReader.read(
                        Map.of("dataset", "usual", "network", network, "rule", Map.of("type", rule), "epochs", 1)));
            }
        }
    }

    private void estimate(TrainingSpec spec) {
        ToLongFunction<TrainingSpec> bytes =
                other -> estimates.of(other, DATA).rule().total();
        new MemoryCurve(spec).points(bytes);
        new SmallerSpecs(spec, bytes, ShownAccuracies.Shown.NOTHING).advice(bytes.applyAsLong(spec), Long.MAX_VALUE);
        estimates.epochCost(spec, DATA);
    }
}
