package dev.isograd.learning;

import ai.djl.ndarray.NDScope;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.lanes.Passage;
import dev.isograd.learning.lanes.Pipeline;
import dev.isograd.learning.rules.LocalRule;
import dev.isograd.learning.rules.ModuleMetrics;
import dev.isograd.learning.rules.ModuleWork;
import dev.isograd.learning.rules.UpdateRule;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The steps that have begun and are not yet reported, in their order. With one lane, there is none between two steps.
 *
 * <p>A step in which modules need each other begins when all others have ended, and is not left before its end.
 */
final class StepsUnderWay {

    private final UpdateRule rule;
    private final Pipeline pipeline;
    private final ProgressListener listener;
    private final BiConsumer<Step, List<ModuleMetrics>> ended;
    private final Queue<Begun> begun = new ArrayDeque<>();

    /** @param ended receives the steps in their order, on the thread that calls this object */
    StepsUnderWay(
            UpdateRule rule,
            Pipeline pipeline,
            ProgressListener listener,
            BiConsumer<Step, List<ModuleMetrics>> ended) {
        this.rule = rule;
        this.pipeline = pipeline;
        this.listener = listener;
        this.ended = ended;
    }

    /** Begins a step once the first lane has room for it, and reports all steps that have ended. */
    void begin(Step step, Supplier<Batch> batch) {
        Optional<LocalRule> local = rule.local(step.before());
        if (local.isPresent()) {
            try (NDScope scope = new NDScope()) {
                begun.add(new Begun(step, pipeline.submit(work(local.get(), step), batch.get())));
            }
            while (!begun.isEmpty() && begun.element().passage().isDone()) {
                endNext();
            }
        } else {
            finish();
            ended.accept(step, whole(step, batch));
        }
    }

    /** Waits for the end of all steps and reports them. */
    void finish() {
        while (!begun.isEmpty()) {
            endNext();
        }
    }

    private void endNext() {
        Begun next = begun.remove();
        ended.accept(next.step(), next.passage().await());
    }

    private List<ModuleMetrics> whole(Step step, Supplier<Batch> batch) {
        try (NDScope scope = new NDScope()) {
            return rule.step(batch.get(), step.before(), step.learningRate());
        }
    }

    private ModuleWork<ModuleMetrics> work(LocalRule local, Step step) {
        return (module, below, batch) -> {
            listener.moduleStarted(module.number(), step.number());
            var result = local.step(module, below, batch, step.before(), step.learningRate());
            listener.moduleEnded(module.number(), step.number());
            return result;
        };
    }

    /**
     * One step of the training.
     *
     * @param epoch counted from 0
     * @param before steps done before this one
     */
    record Step(int epoch, long before, double learningRate) {

        /** Counted from 1. */
        long number() {
            return before + 1;
        }
    }

    private record Begun(Step step, Passage<ModuleMetrics> passage) {}
}
