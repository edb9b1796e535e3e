package dev.isograd.learning;

import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.rules.UpdateRule;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Saves the state of a training between two steps, and loads it into another loop of the same spec or of a fork. */
final class Checkpointer {

    private final TrainingSetup setup;
    private final LocalNetwork network;
    private final UpdateRule rule;
    private final ProgressMeter meter;
    private final Optional<BestEpoch> best;

    /** Computed when first needed, because it reads all images. */
    private @Nullable TrainingFingerprint fingerprint;

    Checkpointer(
            TrainingSetup setup, LocalNetwork network, UpdateRule rule, ProgressMeter meter, Optional<BestEpoch> best) {
        this.setup = setup;
        this.network = network;
        this.rule = rule;
        this.meter = meter;
        this.best = best;
    }

    TrainingPosition save(long stepsDone, OutputStream safetensors) {
        state().write(
                        new Progress(
                                stepsDone,
                                meter.state(),
                                best.map(BestEpoch::scores).orElse(null)),
                        safetensors);
        int epoch = Math.toIntExact(stepsDone / setup.stepsPerEpoch());
        return new TrainingPosition(epoch, stepsDone, known(meter.testAccuracy()), known(meter.testLoss()));
    }

    private static @Nullable Double known(double metric) {
        return Double.isNaN(metric) ? null : metric;
    }

    /** Returns the number of steps that the saved training had done. */
    long load(InputStream safetensors) {
        return restore(state().read(safetensors, this::requireFits));
    }

    /** As {@link #load}, for a training whose spec may differ from the saved one's. */
    long fork(InputStream safetensors) {
        return restore(state().fork(safetensors, this::requireFits));
    }

    private long restore(Progress progress) {
        meter.restore(progress.metrics());
        best.ifPresent(epoch -> epoch.restore(progress.best()));
        return progress.stepsDone();
    }

    private TrainingState state() {
        List<Parameter> parameters = new ArrayList<>();
        network.modules().forEach(module -> parameters.addAll(module.parameters()));
        best.ifPresent(epoch -> parameters.addAll(epoch.arrays()));
        List<Parameter> ruleState = new ArrayList<>();
        rule.state().forEach((name, array) -> ruleState.add(new Parameter(name, array, false)));
        if (fingerprint == null) {
            fingerprint = setup.fingerprint();
        }
        return new TrainingState(parameters, ruleState, fingerprint);
    }

    private void requireFits(Progress progress) {
        progress.requireFits(
                setup.stepsPerEpoch(), setup.totalSteps(), network.modules().size());
        progress.requireBest(best.isPresent(), setup.stepsPerEpoch());
        meter.requireFits(progress.metrics());
    }
}
