package dev.isograd.learning.memory;

import dev.isograd.learning.memory.MemoryEstimate.Bytes;
import dev.isograd.learning.reconciliation.Penalty;
import dev.isograd.learning.spec.OptimizerSpec;
import dev.isograd.learning.spec.RuleSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToLongFunction;

/** Computes for each rule which arrays are alive at the same time while it trains a network of shapes. */
final class MemoryByRule {

    /**
     * What a process on a CPU takes for its first steps, whatever the network: kernels and their plans, threads, compiled code and
     * the Java heap. Trainings of small networks took 36 to 60 MB beyond their arrays, and 12 MB with a batch of 16.
     */
    static final long PROCESS = 45_000_000;

    /** Arrays of the size of the largest parameter that an update has at a time: what it subtracts, and a term of that. */
    private static final int UPDATE_ARRAYS = 2;

    private final TrainingSpec spec;
    private final NetworkShapes shapes;
    private final List<ModuleMemory> modules;
    private final long batch;

    MemoryByRule(TrainingSpec spec, NetworkShapes shapes, int batchSize) {
        this.spec = spec;
        this.shapes = shapes;
        this.modules = shapes.modules();
        this.batch = batchSize;
    }

    Bytes ofBackprop() {
        return bytes(
                parameters(false), whole(shapes.backprop()), parameters(false).trainable());
    }

    Bytes ofRule() {
        return switch (spec.rule()) {
            case RuleSpec.Backprop _ -> ofBackprop();
            case RuleSpec.CheckpointedBackprop _ ->
                bytes(parameters(false), segments(modules), parameters(false).trainable());
            case RuleSpec.Greedy _, RuleSpec.Blockwise _ -> local(perModule(ModuleMemory::local));
            case RuleSpec.Sgr sgr -> sgr(Penalty.samples(sgr.fraction(), Math.toIntExact(batch)));
            // Analytic passes keep about as much as double backward does.
            case RuleSpec.SgrBpFree _ -> sgr(Math.toIntExact(batch));
            case RuleSpec.Overlap _ ->
                bytes(
                        parameters(true),
                        perGroup(this::overlapping, 2),
                        ModuleWeights.gradientsOfPairs(shapes.weights()));
            case RuleSpec.Staggered staggered ->
                bytes(
                        parameters(true),
                        perGroup(module -> group(module, staggered.group()), staggered.group()),
                        ModuleWeights.gradientsOfNeighbors(shapes.weights(), staggered.group()));
            case RuleSpec.Predsim _ -> local(matched(perModule(ModuleMemory::local)));
            case RuleSpec.Pgl pgl -> local(perModule(module -> guided(module, pgl.period())));
            case RuleSpec.DeepSupervision _ ->
                bytes(
                        parameters(true),
                        whole(shapes.supervised()),
                        parameters(true).trainable());
        };
    }

    /** @param parts the number of modules, or 1 for a rule that runs the whole network as one graph */
    List<Long> weightsOf(int parts) {
        if (parts == 1) {
            return List.of(weights(parameters(spec.rule() instanceof RuleSpec.DeepSupervision)));
        }
        boolean heads = !(spec.rule() instanceof RuleSpec.CheckpointedBackprop);
        return (heads ? shapes.weights() : shapes.finalWeights())
                .stream().map(this::weights).toList();
    }

    private List<Alive> whole(NetworkShapes.OneGraph graph) {
        return List.of(new Alive(batch * graph.kept(), batch * graph.peak()));
    }

    /** A part of the batch has its own graph, which is freed before the whole batch runs. */
    private Bytes sgr(int samples) {
        if (samples == batch) {
            return local(modules.stream()
                    .map(module -> alive(batch, module.reconciled(), module.doubleBackwardWorkspace()))
                    .toList());
        }
        List<Alive> modules = this.modules.stream()
                .map(module -> module.first() ? alive(batch, module.local(), module.working()) : part(module, samples))
                .toList();
        // The gradients of the part and of the whole batch, and their sum.
        return local(modules, 3);
    }

    /** The part uses views of the input and a scaled copy of t; the copy is kept while the whole batch runs. */
    private Alive part(ModuleMemory module, long samples) {
        long copy = samples * module.input();
        long crossed = batch * 2 * module.input();
        long own = module.reconciled() - 2 * module.input();
        Alive before = alive(samples, own, module.doubleBackwardWorkspace()).plus(crossed + copy);
        return before.or(alive(batch, module.local(), module.working()).plus(copy));
    }

    /** Modules whose bodies run again in the backward pass, as in a step that is compared with back-propagation. */
    private List<Alive> segments(List<ModuleMemory> modules) {
        return modules.stream()
                .map(module -> alive(batch, recomputed(module, modules), module.working()))
                .toList();
    }

    /** Kept: the inputs of the modules below, and the gradient with respect to the output, which came from above. */
    private static long recomputed(ModuleMemory module, List<ModuleMemory> modules) {
        return inputsBelow(module, modules) + module.body() + (module.last() ? module.head() : module.output());
    }

    private long guided(ModuleMemory module, int period) {
        // When the body runs, the head's graph is freed; the last head's feature gradient is kept.
        long featureGradient =
                module.last() ? Math.max(module.head(), module.output()) : module.head() + module.output();
        long guided = inputsBelow(module, modules) + module.body() + featureGradient;
        return period == 1 ? guided : Math.max(guided, module.local());
    }

    private static long inputsBelow(ModuleMemory module, List<ModuleMemory> modules) {
        return modules.stream()
                .filter(other -> other.number() > 1 && other.number() < module.number())
                .mapToLong(ModuleMemory::input)
                .sum();
    }

    /** Until this module's gradient arrives, the body below keeps its graph and its feature gradient. */
    private long overlapping(ModuleMemory module) {
        long fromAbove = module.first() ? 0 : module.input();
        long sum = module.number() > 2 ? module.input() : 0;
        long own = Math.max(module.head(), module.output() + fromAbove + sum);
        return module.bodyAndBelow() + fromAbove + own;
    }

    /** The bodies of a group stay alive until its uppermost module has run its head, and then the backward pass. */
    private long group(ModuleMemory uppermost, int size) {
        List<ModuleMemory> members = neighborsUpTo(uppermost, size);
        // The features of a member are the input of the next.
        long shared = members.stream().skip(1).mapToLong(ModuleMemory::input).sum();
        long bodies = members.stream().mapToLong(ModuleMemory::body).sum() - shared;
        long toInput = members.getFirst().first() ? 0 : 2 * members.getFirst().input();
        return bodies + Math.max(uppermost.head(), uppermost.output() + toInput);
    }

    /** As {@link #perModule} for groups of neighbors: the backward pass of any of them may be the highest point. */
    private List<Alive> perGroup(ToLongFunction<ModuleMemory> kept, int size) {
        return modules.stream()
                .map(uppermost -> alive(
                        batch,
                        kept.applyAsLong(uppermost),
                        neighborsUpTo(uppermost, size).stream()
                                .mapToLong(ModuleMemory::working)
                                .max()
                                .orElseThrow()))
                .toList();
    }

    private List<ModuleMemory> neighborsUpTo(ModuleMemory uppermost, int size) {
        return modules.subList(Math.max(0, uppermost.number() - size), uppermost.number());
    }

    /** Adds the similarities of images and labels, their difference and its square to what a module keeps. */
    private List<Alive> matched(List<Alive> modules) {
        long pairs = 4 * Float.BYTES * batch * batch;
        return modules.stream().map(module -> module.plus(pairs)).toList();
    }

    private List<Alive> perModule(ToLongFunction<ModuleMemory> kept) {
        return perGroup(kept, 1);
    }

    private static Alive alive(long images, long kept, long working) {
        return new Alive(images * kept, images * (kept + working));
    }

    private Bytes local(List<Alive> modules) {
        return local(modules, 1);
    }

    /**
     * Lanes work at the same time, each on one module.
     *
     * @param copies of the gradients of the module that a lane works on
     */
    private Bytes local(List<Alive> alive, int copies) {
        List<Long> each = new ArrayList<>();
        List<List<Alive>> dealt = shapes.lanes().of(alive);
        List<List<ModuleMemory>> modules = shapes.lanes().of(this.modules);
        List<List<ModuleWeights>> weights = shapes.lanes().of(shapes.weights());
        List<List<ModuleWeights>> finalWeights = shapes.lanes().of(shapes.finalWeights());
        for (int lane = 0; lane < dealt.size(); lane++) {
            ModuleWeights own = ModuleWeights.sum(weights.get(lane));
            long gradients = copies * ModuleWeights.gradientsOfLargest(weights.get(lane));
            each.add(weights(own)
                    + optimizer(own)
                    + gradients
                    + peak(dealt.get(lane), modules.get(lane), gradients, finalWeights.get(lane), own)
                    + soloDescent(alive, own)
                    + (lane == 0 ? process() : 0)
                    + waiting(modules.get(lane).getFirst()));
        }
        long gradients =
                weights.stream().mapToLong(ModuleWeights::gradientsOfLargest).sum();
        return bytes(parameters(true), alive, copies * gradients).inLanes(each);
    }

    /** One message of o and d waits for a lane while it is busy; the next batch waits in front of the first lane, uncounted. */
    private long waiting(ModuleMemory first) {
        return first.first() ? 0 : batch * 2 * first.input();
    }

    private Bytes bytes(ModuleWeights parameters, List<Alive> alive, long gradients) {
        List<Long> kept = alive.stream().map(Alive::kept).toList();
        return new Bytes(
                weights(parameters),
                optimizer(parameters),
                gradients,
                kept,
                peak(alive, modules, gradients, shapes.finalWeights(), parameters)
                        + soloDescent(alive, parameters)
                        - Collections.max(kept)
                        + process(),
                List.of());
    }

    /**
     * The highest point of a step beyond weights, optimizer and gradients, also of a step that is compared with back-propagation.
     *
     * @param compared parameters of the network without auxiliary heads
     * @param all parameters
     */
    private long peak(
            List<Alive> alive,
            List<ModuleMemory> modules,
            long gradients,
            List<ModuleWeights> compared,
            ModuleWeights all) {
        long peak = highest(alive);
        long update = UPDATE_ARRAYS * all.largest();
        if (spec.insight().every() == 0) {
            return Math.max(peak, update);
        }
        // The end-to-end gradients come before those of the rule. Each is freed before its array is updated.
        long endToEnd = highest(segments(modules));
        return ModuleWeights.sum(compared).trainable()
                + Math.max(peak, Math.max(endToEnd - gradients, update - all.largest()));
    }

    private static long highest(List<Alive> alive) {
        return alive.stream().mapToLong(Alive::peak).max().orElseThrow();
    }

    /** The weights of before a step, to try the update of each module alone. Those of after come when gradients have gone. */
    private long soloDescent(List<Alive> alive, ModuleWeights parameters) {
        boolean measured = spec.insight().every() > 0
                && spec.insight().reconciliation()
                && !spec.rule().trainsOneModule()
                && alive.size() > 1;
        return measured ? parameters.trainable() : 0;
    }

    /** The meter of a GPU starts when its libraries have been used once. */
    private long process() {
        return spec.device() == TrainingSpec.Device.GPU ? 0 : PROCESS;
    }

    /** With validation, those of the best epoch are kept beside those that are trained. */
    private long weights(ModuleWeights parameters) {
        return (spec.validationFraction() > 0 ? 2 : 1) * parameters.bytes();
    }

    private long optimizer(ModuleWeights parameters) {
        long copies = switch (spec.optimizer()) {
            case OptimizerSpec.Sgd _ -> 1;
            case OptimizerSpec.Adamw _ -> 2;
        };
        return copies * parameters.trainable();
    }

    /** @param heads whether the rule has auxiliary heads */
    private ModuleWeights parameters(boolean heads) {
        return ModuleWeights.sum(heads ? shapes.weights() : shapes.finalWeights());
    }

    /**
     * Bytes alive while one module runs.
     *
     * @param kept for the backward pass, or stored at a boundary
     * @param peak kept bytes and working space at the highest point
     */
    private record Alive(long kept, long peak) {

        Alive plus(long bytes) {
            return new Alive(kept + bytes, peak + bytes);
        }

        Alive or(Alive other) {
            return new Alive(Math.max(kept, other.kept), Math.max(peak, other.peak));
        }
    }
}
