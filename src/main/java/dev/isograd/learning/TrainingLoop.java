package dev.isograd.learning;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.TrainingOutline.Platform;
import dev.isograd.learning.data.Augmentation;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.data.BatchLoader;
import dev.isograd.learning.data.Sampler;
import dev.isograd.learning.diagnostics.IsolationCheck;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.optimizers.LearningRate;
import dev.isograd.learning.rules.ModuleMetrics;
import dev.isograd.learning.rules.UpdateRule;
import dev.isograd.learning.safetensors.Safetensors;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Trains one network as its spec says, from the first step to the last evaluation. */
public final class TrainingLoop implements AutoCloseable {

    private final TrainingSpec spec;
    private final LabelledImages train;
    private final LabelledImages test;
    private final ProgressListener listener;
    private final BooleanSupplier stopRequested;

    private final NDManager manager;
    private final TrainingSetup setup;
    private final LocalNetwork network;
    private final UpdateRule rule;
    private final LearningRate learningRate;
    private final BatchLoader trainLoader;
    private final Sampler sampler;
    private final Augmentation augmentation;
    private final Evaluation evaluation;
    private final ProgressMeter meter;

    /** Made when first asked for, as it reads all images. */
    private @Nullable TrainingFingerprint identity;

    private long stepsDone;
    private boolean midStep;
    private int[] order = {};
    private int orderedEpoch = -1;
    private @Nullable Isolation isolation;

    /**
     * Starts libtorch and makes the initial network.
     *
     * @param stopRequested asked before every step; once true, the run ends early
     * @throws DeviceMissing if the spec asks for a GPU and there is none
     */
    public TrainingLoop(
            TrainingSpec spec,
            LabelledImages train,
            LabelledImages test,
            ProgressListener listener,
            BooleanSupplier stopRequested) {
        this(spec, train, test, listener, stopRequested, DataType.FLOAT32);
    }

    TrainingLoop(
            TrainingSpec spec,
            LabelledImages train,
            LabelledImages test,
            ProgressListener listener,
            BooleanSupplier stopRequested,
            DataType type) {
        this.spec = spec;
        this.train = train;
        this.test = test;
        this.listener = listener;
        this.stopRequested = stopRequested;
        this.manager = NDManager.newBaseManager(Devices.choose(spec.device()));
        this.setup = new TrainingSetup(spec, train, manager, type);
        this.network = setup.network();
        this.rule = setup.rule(network);
        this.learningRate = setup.learningRate();
        this.trainLoader = setup.loader(train);
        this.sampler = setup.sampler();
        this.augmentation = setup.augmentation();
        this.evaluation = new Evaluation(network, setup.loader(test), test.count());
        this.meter =
                new ProgressMeter(listener, setup.totalSteps(), spec.split().modules());
    }

    /**
     * Trains to the end, or until it is asked to stop; called again after that, it goes on where it stopped.
     *
     * @throws NonFiniteLoss if the training diverges
     */
    public TrainingOutcome run() {
        if (spec.insight().checkIsolation() && isolation == null) {
            isolation = checkIsolation();
        }
        listener.started(outline());
        while (stepsDone < setup.totalSteps()) {
            if (stopRequested.getAsBoolean()) {
                return outcome(true);
            }
            midStep = true;
            step();
            if (stepsDone % setup.stepsPerEpoch() == 0) {
                endEpoch();
            }
            midStep = false;
        }
        return outcome(false);
    }

    private void step() {
        int epoch = epoch();
        double rate = learningRate.at(stepsDone);
        List<ModuleMetrics> metrics;
        try (NDScope scope = new NDScope()) {
            metrics = rule.step(batch(epoch), stepsDone, rate);
        }
        stepsDone++;
        for (ModuleMetrics module : metrics) {
            requireFinite(module.loss(), module.module());
        }
        meter.stepEnded(metrics, rate, stepsDone);
        listener.stepEnded(epoch, stepsDone);
    }

    /** The next step's. */
    private Batch batch(int epoch) {
        int from = Math.toIntExact(stepsDone % setup.stepsPerEpoch()) * setup.batchSize();
        return trainLoader.load(order(epoch), from, from + setup.batchSize(), epoch, augmentation);
    }

    /** Moves nothing, so that it can be done wherever a run begins or goes on. */
    private Isolation checkIsolation() {
        try (NDScope scope = new NDScope()) {
            IsolationCheck check = setup.isolationCheck(network);
            return Isolation.of(check.movedBodies(batch(epoch()), setup.fullStep()));
        }
    }

    private void endEpoch() {
        List<Score> scores = evaluation.run();
        requireFinite(scores.getLast().loss(), scores.size());
        meter.epochEnded(scores, stepsDone);
        listener.epochEnded(epoch() - 1);
    }

    /** The one that the next step belongs to. */
    private int epoch() {
        return Math.toIntExact(stepsDone / setup.stepsPerEpoch());
    }

    /** Made once per epoch. */
    private int[] order(int epoch) {
        if (orderedEpoch != epoch) {
            order = sampler.order(epoch);
            orderedEpoch = epoch;
        }
        return order;
    }

    private void requireFinite(double loss, int module) {
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLoss(module, stepsDone);
        }
    }

    /**
     * Writes the final network, auxiliary heads left out, as safetensors.
     *
     * @return SHA-256 of the parameters' bytes in network order, batch-norm statistics included
     */
    public String saveWeights(OutputStream safetensors) {
        Safetensors.write(network.finalParameters(), safetensors);
        return Safetensors.digest(network.finalParameters());
    }

    /**
     * Writes all that decides the rest of the training, as safetensors: a loop that loads it goes on as this one would,
     * bit for bit on the CPU.
     *
     * @return how far the training had come
     * @throws IllegalStateException in the midst of a step: call it between two runs, or when asked whether to stop
     */
    public TrainingPosition saveState(OutputStream safetensors) {
        requireBetweenSteps();
        state().write(new Progress(stepsDone, meter.metrics()), safetensors);
        return new TrainingPosition(epoch(), stepsDone, known(meter.testAccuracy()), known(meter.testLoss()));
    }

    private static @Nullable Double known(double metric) {
        return Double.isNaN(metric) ? null : metric;
    }

    /**
     * Goes on from a saved state instead of where this loop is.
     *
     * @throws UnusableState if the file is damaged; the loop then is as it was
     * @throws StateMismatch if it is whole and of another training; likewise
     * @throws IllegalStateException in the midst of a step
     */
    public void loadState(InputStream safetensors) {
        requireBetweenSteps();
        goOnFrom(state().read(safetensors, this::requireFits));
    }

    /**
     * As {@link #loadState}, from the state of a training with the same network, split, heads, data, batch size and seed
     * but whatever else in its spec. Moments of the optimizers are taken if all of them fit, else they start anew.
     */
    public void forkState(InputStream safetensors) {
        requireBetweenSteps();
        goOnFrom(state().fork(safetensors, this::requireFits));
    }

    private void goOnFrom(Progress progress) {
        stepsDone = progress.stepsDone();
        meter.restore(progress.metrics());
    }

    private TrainingState state() {
        List<Parameter> arrays = new ArrayList<>();
        network.modules().forEach(module -> arrays.addAll(module.parameters()));
        List<Parameter> kept = new ArrayList<>();
        rule.state().forEach((name, array) -> kept.add(new Parameter(name, array, false)));
        if (identity == null) {
            identity = new TrainingFingerprint(spec, train, test);
        }
        return new TrainingState(arrays, kept, identity);
    }

    private void requireFits(Progress progress) {
        progress.requireFits(
                setup.stepsPerEpoch(), setup.totalSteps(), network.modules().size());
        meter.requireFits(progress.metrics());
    }

    /** Within one, parameters have moved and metrics not, or the epoch's evaluation is still to come. */
    private void requireBetweenSteps() {
        if (midStep) {
            throw new IllegalStateException("The training is in the midst of a step");
        }
    }

    /** Over the whole training. */
    public long stepsDone() {
        return stepsDone;
    }

    /** Arrays that libtorch holds for this training now; flat from step to step. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }

    private TrainingOutline outline() {
        List<List<String>> blocks =
                network.modules().stream().map(LocalModule::blockNames).toList();
        return new TrainingOutline(
                spec.epochs(),
                setup.stepsPerEpoch(),
                stepsDone,
                setup.batchSize(),
                network.parameterCount(),
                blocks,
                platform());
    }

    private Platform platform() {
        return new Platform(
                manager.getDevice().getDeviceType(),
                Engine.getEngine(Devices.ENGINE).getVersion(),
                Engine.getDjlVersion());
    }

    private TrainingOutcome outcome(boolean stopped) {
        return new TrainingOutcome(
                stopped,
                meter.testAccuracy(),
                meter.testLoss(),
                meter.bestTestAccuracy(),
                meter.moduleAccuracies(),
                meter.boundaryCosines(),
                isolation,
                network.parameterCount(),
                platform());
    }
}
