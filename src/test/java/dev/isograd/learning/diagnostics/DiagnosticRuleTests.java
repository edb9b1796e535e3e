package dev.isograd.learning.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.rules.Backprop;
import dev.isograd.learning.rules.GreedyLocal;
import dev.isograd.learning.rules.ModuleMetrics;
import dev.isograd.learning.rules.RecordedGradients;
import dev.isograd.learning.rules.SoftplusNetwork;
import dev.isograd.learning.rules.UpdateRule;
import dev.isograd.learning.rules.UpdateRuleContract;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticRuleTests {

    private final NDManager manager = NDManager.newBaseManager(Device.cpu());
    private final LocalNetwork network = SoftplusNetwork.create(manager, 3);
    private final Batch batch = SoftplusNetwork.batch(manager, 5);

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void comparesEachBodyWithBackpropagation() {
        RecordedGradients local = new RecordedGradients();
        RecordedGradients endToEnd = new RecordedGradients();
        new GreedyLocal(network, local).step(batch, 0, 0);
        new Backprop(network, endToEnd).step(batch, 0, 0);

        List<ModuleMetrics> metrics =
                watched(1, optimizers -> new GreedyLocal(network, optimizers)).step(batch, 0, 0.1);

        for (LocalModule module : network.modules()) {
            List<Parameter> body = module.body().parameters();
            assertThat(cosine(metrics, module.number()))
                    .isCloseTo(cosine(local.of(body), endToEnd.of(body)), within(1e-12));
        }
        assertThat(cosine(metrics, 1)).isLessThan(0.9);
        assertThat(cosine(metrics, 2)).isLessThan(0.9);
        assertThat(cosine(metrics, 3)).isCloseTo(1, within(1e-12));
    }

    @Test
    void findsBackpropagationEqualToItself() {
        List<ModuleMetrics> metrics =
                watched(1, optimizers -> new Backprop(network, optimizers)).step(batch, 0, 0.1);

        assertThat(cosine(metrics, 1)).isCloseTo(1, within(1e-12));
    }

    @Test
    void changesNothingOfTheTraining() {
        LocalNetwork plain = SoftplusNetwork.create(manager, 3);
        UpdateRule unseen = new GreedyLocal(plain, UpdateRuleContract::sgd);
        UpdateRule seen = watched(1, optimizers -> new GreedyLocal(network, optimizers));
        for (int step = 0; step < 4; step++) {
            unseen.step(batch, step, 0.1);
            seen.step(batch, step, 0.1);
        }

        UpdateRuleContract.assertSameFinalNetwork(network, plain);
    }

    @Test
    void leavesNoArrayBehind() {
        UpdateRule rule = watched(1, optimizers -> new GreedyLocal(network, optimizers));
        int before = manager.getManagedArrays().size();
        rule.step(batch, 0, 0.1);
        new IsolationCheck(network, GreedyLocal::new).movedBodies(batch, 0);

        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 50})
    void measuresOneStepOfEachWindow(int every) {
        DiagnosticRule rule = watched(every, optimizers -> new GreedyLocal(network, optimizers));

        for (int window = 0; window < 100; window++) {
            long from = (long) window * every;
            assertThat(LongStream.range(from, from + every).filter(rule::measures))
                    .hasSize(1);
        }
        assertThat(rule.measures(0)).isTrue();
    }

    @Test
    void meetsEachPhaseOfARulesOwnRhythmAboutEquallyOften() {
        DiagnosticRule rule = watched(50, optimizers -> new GreedyLocal(network, optimizers));

        for (int phase = 0; phase < 10; phase++) {
            int at = phase;
            long met = LongStream.range(0, 50 * 1000)
                    .filter(step -> step % 10 == at && rule.measures(step))
                    .count();
            assertThat(met).isBetween(90L, 110L);
        }
    }

    private DiagnosticRule watched(int every, Function<Optimizer.Factory, UpdateRule> rule) {
        return new DiagnosticRule(network, network.bodies(), every, false, UpdateRuleContract::sgd, rule);
    }

    private static double cosine(List<ModuleMetrics> metrics, int module) {
        return Objects.requireNonNull(metrics.get(module - 1).insight()).endToEndCosine();
    }

    private static double cosine(double[] a, double[] b) {
        return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
