package dev.isograd.learning;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.autograd.CpuThreads;
import dev.isograd.learning.diagnostics.DiagnosticRule;
import dev.isograd.learning.diagnostics.IsolationCheck;
import dev.isograd.learning.lanes.Pipeline;
import dev.isograd.learning.lanes.Placement;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.networks.Split;
import dev.isograd.learning.optimizers.AdamW;
import dev.isograd.learning.optimizers.LearningRate;
import dev.isograd.learning.optimizers.Optimizer;
import dev.isograd.learning.optimizers.Sgd;
import dev.isograd.learning.reconciliation.GradientDistance;
import dev.isograd.learning.rules.Backprop;
import dev.isograd.learning.rules.CheckpointedBackprop;
import dev.isograd.learning.rules.DeepSupervision;
import dev.isograd.learning.rules.GreedyLocal;
import dev.isograd.learning.rules.OverlapLocal;
import dev.isograd.learning.rules.PenaltySchedule;
import dev.isograd.learning.rules.PeriodicGuidance;
import dev.isograd.learning.rules.SgrBpFree;
import dev.isograd.learning.rules.SgrLocalBackprop;
import dev.isograd.learning.rules.SimilarityMatching;
import dev.isograd.learning.rules.StaggeredLocal;
import dev.isograd.learning.rules.UpdateRule;
import dev.isograd.learning.rules.WeightWarmup;
import dev.isograd.learning.spec.OptimizerSpec;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.ScheduleSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Creates the objects of a training from its spec; only this class knows both. */
final class TrainingSetup {

    private static final Split WHOLE = new Split(List.of());
    private static final DataType TYPE = DataType.FLOAT32;

    private final TrainingSpec spec;
    private final LabelledImages train;
    private final LabelledImages test;
    private final NDManager manager;
    private final TrainingData data;

    TrainingSetup(TrainingSpec spec, LabelledImages train, LabelledImages test, NDManager manager) {
        this.spec = spec;
        this.train = train;
        this.test = test;
        this.manager = manager;
        this.data = new TrainingData(spec, train, test, manager);
    }

    /** @throws ImagesDoNotFit if the network or a head cannot take images of this size or so many classes */
    LocalNetwork network() {
        try {
            return fittingNetwork();
        } catch (IllegalArgumentException unfit) {
            throw new ImagesDoNotFit(unfit);
        }
    }

    private LocalNetwork fittingNetwork() {
        Map<String, NDManager> managers = placement().managers(shapes(), manager);
        return networks()
                .network(
                        split(),
                        owner -> new Initializer(
                                Objects.requireNonNull(managers.get(owner), owner),
                                TYPE,
                                spec.seed(),
                                owner,
                                spec.precision() == TrainingSpec.Precision.BF16));
    }

    /** @param cpuThreads of each lane */
    Pipeline pipeline(LocalNetwork network, int cpuThreads) {
        return Pipeline.of(placement().deal(network.modules()), cpuThreads);
    }

    /** CPU threads of each lane: an equal share, at least one. */
    int cpuThreads() {
        return Math.max(1, CpuThreads.count() / spec.parallel().lanes());
    }

    private Placement placement() {
        return spec.parallel().lanes() == 1
                ? Placement.together(manager.getDevice())
                : Placement.of(networks().lanes(), manager.getDevice(), Devices.gpus());
    }

    private LocalNetwork shapes() {
        return networks().network(split(), Initializer::shapesOnly);
    }

    private Split split() {
        return spec.rule().trainsOneModule() ? WHOLE : networks().split();
    }

    UpdateRule rule(LocalNetwork network) {
        int every = spec.insight().every();
        return every == 0
                ? rule(network, this::optimizer)
                : new DiagnosticRule(
                        network,
                        segments(network),
                        every,
                        spec.insight().reconciliation(),
                        this::optimizer,
                        watched -> rule(network, watched));
    }

    IsolationCheck isolationCheck(LocalNetwork network) {
        return new IsolationCheck(network, this::rule);
    }

    /** Number of steps before a step with all parts of the rule: its warmup is over and its periodic part is due. */
    long fullStep() {
        return Math.ceilDiv(totalSteps() + 1, spec.rule().period())
                        * spec.rule().period()
                - 1;
    }

    LearningRate learningRate() {
        ScheduleSpec schedule = spec.optimizer().schedule();
        double rate = spec.optimizer().learningRate();
        long warmup = Math.round(schedule.warmupEpochs() * stepsPerEpoch());
        return switch (schedule) {
            case ScheduleSpec.Constant constant -> LearningRate.constant(rate).warmedUp(warmup);
            case ScheduleSpec.Cosine cosine ->
                LearningRate.cosine(rate, warmup, totalSteps()).warmedUp(warmup);
            case ScheduleSpec.Step step ->
                LearningRate.steps(
                                rate,
                                step.milestones().stream()
                                        .map(epoch -> epoch * stepsPerEpoch())
                                        .toList(),
                                step.factor())
                        .warmedUp(warmup);
        };
    }

    TrainingData data() {
        return data;
    }

    TrainingFingerprint fingerprint() {
        return new TrainingFingerprint(spec, train, test);
    }

    int batchSize() {
        return spec.batchSize(train.count());
    }

    int imagesPerEpoch() {
        return spec.imagesPerEpoch(train.count());
    }

    long stepsPerEpoch() {
        return spec.stepsPerEpoch(train.count());
    }

    long totalSteps() {
        return spec.epochs() * stepsPerEpoch();
    }

    private UpdateRule rule(LocalNetwork network, Optimizer.Factory optimizers) {
        return switch (spec.rule()) {
            case RuleSpec.Backprop backprop -> new Backprop(network, optimizers);
            case RuleSpec.CheckpointedBackprop checkpointed ->
                new CheckpointedBackprop(segments(network), network.last().head(), optimizers);
            case RuleSpec.Greedy greedy -> new GreedyLocal(network, optimizers);
            case RuleSpec.Sgr sgr ->
                new SgrLocalBackprop(
                        network,
                        optimizers,
                        new PenaltySchedule(
                                distance(sgr.distance()),
                                new WeightWarmup(
                                        sgr.weight(),
                                        Math.round(sgr.start() * totalSteps()),
                                        Math.round(sgr.ramp() * totalSteps()),
                                        sgr.every()),
                                sgr.fraction(),
                                sgr.mask()));
            case RuleSpec.SgrBpFree sgr ->
                new SgrBpFree(
                        network,
                        optimizers,
                        distance(sgr.distance()),
                        new WeightWarmup(sgr.weight(), Math.round(sgr.ramp() * totalSteps()), 1));
            case RuleSpec.Overlap overlap -> new OverlapLocal(network, optimizers);
            case RuleSpec.Staggered staggered -> new StaggeredLocal(network, optimizers, staggered.group());
            case RuleSpec.Predsim predsim ->
                new GreedyLocal(network, optimizers, new SimilarityMatching(predsim.beta()));
            case RuleSpec.Pgl pgl -> new PeriodicGuidance(network, optimizers, pgl.period());
            case RuleSpec.Blockwise blockwise -> new GreedyLocal(network, optimizers);
            case RuleSpec.DeepSupervision deep -> new DeepSupervision(network, optimizers);
        };
    }

    /** The blocks of each local module; for a rule that trains one module, of each part of its split. */
    private List<Chain> segments(LocalNetwork network) {
        return spec.rule().trainsOneModule()
                ? networks().split().of(network.last().body().layers()).stream()
                        .map(Chain::new)
                        .toList()
                : network.bodies();
    }

    private NetworkSetup networks() {
        FeatureShape images = new FeatureShape(train.channels(), train.height(), train.width());
        return new NetworkSetup(spec, images, train.classes());
    }

    private Optimizer optimizer(NDList parameters) {
        return switch (spec.optimizer()) {
            case OptimizerSpec.Sgd sgd -> new Sgd(parameters, sgd.momentum(), sgd.nesterov(), sgd.weightDecay());
            case OptimizerSpec.Adamw adamw ->
                new AdamW(parameters, adamw.beta1(), adamw.beta2(), adamw.epsilon(), adamw.weightDecay());
        };
    }

    private static GradientDistance distance(RuleSpec.Distance distance) {
        return switch (distance) {
            case COS -> GradientDistance.COS;
            case NORM -> GradientDistance.NORM;
            case SQ -> GradientDistance.SQ;
            case REL -> GradientDistance.REL;
        };
    }
}
