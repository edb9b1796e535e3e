package dev.isograd.jobs.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.datasets.Datasets;
import dev.isograd.jobs.estimates.Estimates;
import dev.isograd.jobs.estimates.TracedNetworks;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** How many networks a plan traces, which is what takes its time. */
class PlanWarmUpTests {

    private static final Datasets.Size DATA = new Datasets.Size(50_000, 10_000, 10, 3, 32, 32);

    private final Estimates estimates = TracedNetworks.newEstimates();

    @Test
    void tracesAtMostThirtyNetworksForAPlan() {
        for (String rule : Synthetic.rules()) {
            long before = TracedNetworks.of(estimates);

            plan(spec(rule, 4, 128));

            assertThat(TracedNetworks.of(estimates) - before).as(rule).isBetween(1L, 30L);
        }
    }

    @Test
    void tracesNothingForThePlanOfAKnownTraining() {
        plan(spec("sgr", 4, 128));
        long before = TracedNetworks.of(estimates);

        plan(spec("sgr", 4, 128));

        assertThat(TracedNetworks.of(estimates)).isEqualTo(before);
    }

    @Test
    void tracesNothingForAnotherBatchSizeAndNoCurveForAnotherNumberOfModules() {
        plan(spec("greedy", 4, 128));
        long before = TracedNetworks.of(estimates);

        plan(spec("greedy", 4, 96));
        assertThat(TracedNetworks.of(estimates)).isEqualTo(before);

        plan(spec("greedy", 5, 96));
        // The training itself and the same number of modules cut by memory.
        assertThat(TracedNetworks.of(estimates) - before).isLessThanOrEqualTo(2);
    }

    @Test
    void warmsUp() {
        new PlanWarmUp(estimates).estimateUsualNetworks();

        assertThat(TracedNetworks.of(estimates)).isGreaterThan(15);
    }

    private void plan(TrainingSpec spec) {
        ToLongFunction<TrainingSpec> bytes =
                other -> estimates.of(other, DATA).rule().total();
        new MemoryCurve(spec).points(bytes);
        new SmallerSpecs(spec, bytes, ShownAccuracies.Shown.NOTHING).advice(bytes.applyAsLong(spec), Long.MAX_VALUE);
        estimates.epochCost(spec, DATA);
    }

    private static TrainingSpec spec(String rule, int modules, int batch) {
        Map<String, ?> network = rule.equals("sgr-bp-free")
                ? Map.of("type", "vgg", "depth", 8, "width", 16)
                : Map.of("type", "resnet", "depth", 110, "width", 16);
        return Synthetic.spec(
                Map.of("type", rule),
                Map.of(
                        "network",
                        network,
                        "head",
                        Map.of("type", "linear"),
                        "batchSize",
                        batch,
                        "split",
                        Map.of("modules", modules)));
    }
}
