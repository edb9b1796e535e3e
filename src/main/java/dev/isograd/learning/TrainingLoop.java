package dev.isograd.learning;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.StepsUnderWay.Step;
import dev.isograd.learning.autograd.CpuThreads;
import dev.isograd.learning.data.EpochBatches;
import dev.isograd.learning.diagnostics.IsolationCheck;
import dev.isograd.learning.lanes.Pipeline;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Trains one network as its spec defines, from the first step to the last evaluation. */
public final class TrainingLoop implements AutoCloseable {

    private final TrainingSpec spec;
    private final ProgressListener listener;

    private final NDManager manager;
    private final TrainingSetup setup;
    private final LocalNetwork network;
    private final UpdateRule rule;
    private final LearningRate learningRate;
    private final EpochBatches batches;
    private final int cpuThreads;
    private final Pipeline pipeline;
    private final StepsUnderWay steps;
    private final Evaluation evaluation;
    private final Optional<Evaluation> validation;
    private final Optional<BestEpoch> best;
    private final ProgressMeter meter;
    private final Checkpointer checkpointer;

    private long stepsDone;
    private boolean midStep;
    private @Nullable Isolation isolation;

    /**
     * Loads libtorch and initializes the network.
     *
     * @throws DeviceMissing if the spec asks for a GPU and there is none
     */
    public TrainingLoop(TrainingSpec spec, LabelledImages train, LabelledImages test, ProgressListener listener) {
        this.spec = spec;
        this.listener = listener;
        this.manager = NDManager.newBaseManager(Devices.prepared(spec));
        this.setup = new TrainingSetup(spec, train, test, manager);
        this.network = setup.network();
        this.rule = setup.rule(network);
        this.learningRate = setup.learningRate();
        this.batches = setup.data().batches();
        this.meter =
                new ProgressMeter(listener, setup.totalSteps(), spec.split().modules());
        this.best = spec.validationFraction() > 0 ? Optional.of(new BestEpoch(network)) : Optional.empty();
        this.checkpointer = new Checkpointer(setup, network, rule, meter, best);
        this.cpuThreads = setup.cpuThreads();
        this.pipeline = setup.pipeline(network, cpuThreads);
        this.steps = new StepsUnderWay(rule, pipeline, listener, this::stepEnded);
        this.evaluation = setup.data().test(pipeline);
        this.validation = setup.data().validation(pipeline);
    }

    /**
     * Trains to the end.
     *
     * @throws NonFiniteLoss if the training diverges
     */
    public TrainingOutcome run() {
        return run(loop -> true);
    }

    /**
     * Trains to the end, or until the hook ends the run. A later call resumes at the step where this one stopped.
     *
     * @throws NonFiniteLoss if the training diverges
     */
    public TrainingOutcome run(StepHook hook) {
        if (spec.insight().checkIsolation() && isolation == null) {
            isolation = checkIsolation();
        }
        best.ifPresent(BestEpoch::hide);
        listener.started(outline());
        if (meter.isWithinWindow()) {
            listener.windowReopened(stepsDone);
        }
        try (CpuThreads own = CpuThreads.limit(cpuThreads)) {
            return outcome(!reachesEnd(hook));
        } finally {
            if (midStep) {
                // A lane has failed. The others hold batches that nobody will wait for.
                pipeline.close();
            }
        }
    }

    private boolean reachesEnd(StepHook hook) {
        while (stepsDone < setup.totalSteps()) {
            if (!hook.proceed(this)) {
                endStepsUnderWay();
                return false;
            }
            // Stays set when a step fails: parameters may then have moved without their metrics.
            midStep = true;
            beginStep();
            if (stepsDone % setup.stepsPerEpoch() == 0) {
                steps.finish();
                endEpoch();
            }
            midStep = false;
        }
        return true;
    }

    private void beginStep() {
        Step step = new Step(epoch(), stepsDone, learningRate.at(stepsDone));
        steps.begin(step, () -> batches.load(step.before()));
        stepsDone++;
    }

    private void stepEnded(Step step, List<ModuleMetrics> metrics) {
        for (ModuleMetrics module : metrics) {
            if (!Double.isFinite(module.loss())) {
                meter.stepFailed(metrics, step.learningRate(), step.number());
                throw new NonFiniteLoss(module.module(), step.number());
            }
        }
        meter.stepEnded(metrics, step.learningRate(), step.number());
        listener.stepEnded(step.epoch(), step.number());
    }

    private void endEpoch() {
        List<Score> scores = evaluation.run();
        requireFinite(scores.getLast().loss(), scores.size(), stepsDone);
        meter.epochEnded(scores, stepsDone);
        validation.ifPresent(held -> validate(held.run().getLast(), scores));
        listener.epochEnded(epoch() - 1);
    }

    private void validate(Score score, List<Score> test) {
        requireFinite(score.loss(), test.size(), stepsDone);
        meter.validated(score, stepsDone);
        best.ifPresent(epoch -> epoch.epochEnded(epoch(), score, test));
    }

    /** The epoch of the next step, counted from 0. */
    private int epoch() {
        return Math.toIntExact(stepsDone / setup.stepsPerEpoch());
    }

    private static void requireFinite(double loss, int module, long step) {
        if (!Double.isFinite(loss)) {
            throw new NonFiniteLoss(module, step);
        }
    }

    /**
     * Reports the last steps of a run that has ended within a window of steps, also if an exception ended it. A run that
     * resumes there reports the whole window.
     */
    public void reportUnfinishedWindow() {
        meter.reportUnfinishedWindow();
    }

    /** Leaves every parameter unchanged, so it can run before the first step and after every resume. */
    private Isolation checkIsolation() {
        try (NDScope scope = new NDScope()) {
            IsolationCheck check = setup.isolationCheck(network);
            return Isolation.of(check.movedBodies(batches.load(stepsDone), setup.fullStep()));
        }
    }

    /**
     * Number of steps done over the whole training, steps before a resume included. In a {@link StepHook} of a training in
     * lanes, the last of them may still be under way.
     */
    public long stepsDone() {
        return stepsDone;
    }

    /**
     * Writes the final network, without auxiliary heads, as safetensors: with validation, that of the best epoch so far.
     *
     * @return SHA-256 of the parameters' bytes in network order, batch-norm statistics included
     */
    public String saveWeights(OutputStream safetensors) {
        showBest();
        Safetensors.write(network.finalParameters(), safetensors);
        String sha256 = Safetensors.digest(network.finalParameters());
        endStepsUnderWay();
        return sha256;
    }

    /** Gives the network the weights that are handed out; {@link #endStepsUnderWay} gives it those of the training back. */
    private void showBest() {
        endStepsUnderWay();
        best.ifPresent(BestEpoch::show);
    }

    /** What this training has trained, until its state is saved or its next run: with validation, the best epoch so far. */
    public TrainedModules trained() {
        showBest();
        return new TrainedModules(network, setup.data().pictures(), evaluation, cpuThreads);
    }

    /**
     * Writes everything that determines the rest of the training, as safetensors. A loop that loads this state
     * continues as this loop would, bit for bit on the CPU.
     *
     * @return the epochs, steps and test metrics of the training so far
     * @throws IllegalStateException during a step; call it between two runs or from a {@link StepHook}
     */
    public TrainingPosition saveState(OutputStream safetensors) {
        endStepsUnderWay();
        return checkpointer.save(stepsDone, safetensors);
    }

    /**
     * Replaces the state of this loop by a saved one. After an exception, the state of this loop is unchanged.
     *
     * @throws UnusableState if the file is damaged
     * @throws StateMismatch if the file is intact but belongs to another training
     * @throws IllegalStateException during a step
     */
    public void loadState(InputStream safetensors) {
        endStepsUnderWay();
        stepsDone = checkpointer.load(safetensors);
    }

    /**
     * As {@link #loadState}, from a training that may differ in its spec, except for network, split, heads, data, batch
     * size and seed. The optimizers' state is loaded if all of it fits; otherwise the optimizers start afresh.
     */
    public void forkState(InputStream safetensors) {
        endStepsUnderWay();
        stepsDone = checkpointer.fork(safetensors);
    }

    /**
     * Brings all modules to the same step. During a step this is refused: parameters have moved and metrics have not, or the
     * evaluation of the epoch is still missing.
     */
    private void endStepsUnderWay() {
        if (midStep) {
            throw new IllegalStateException("The training is in the midst of a step");
        }
        midStep = true;
        steps.finish();
        best.ifPresent(BestEpoch::hide);
        midStep = false;
    }

    /** Bytes of the images that a GPU keeps, which are no part of the memory estimate; 0 if they stay in the host's memory. */
    public long imageBytesOnDevice() {
        return setup.data().bytesOnDevice();
    }

    /** Number of arrays that libtorch holds for this training; constant from step to step. */
    public int liveArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        pipeline.close();
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
                setup.imagesPerEpoch(),
                network.parameterCount(),
                blocks,
                Devices.platform(manager.getDevice(), spec));
    }

    private TrainingOutcome outcome(boolean stopped) {
        return TrainingOutcome.of(
                stopped,
                meter,
                best.map(BestEpoch::scores).orElse(null),
                isolation,
                network.parameterCount(),
                Devices.platform(manager.getDevice(), spec));
    }
}
