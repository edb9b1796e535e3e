package dev.isograd.trainer;

import dev.isograd.learning.Metric;
import dev.isograd.learning.ProgressListener;
import dev.isograd.learning.TrainingOutline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what the training loop reports into messages, timing the steps; sends about twice a second. */
final class ProgressReporter implements ProgressListener {

    private static final long SEND_INTERVAL_NANOS = 500_000_000L;
    private static final int MAX_POINTS = 256;

    private final MessageChannel supervisor;
    private final MemoryMeter memory;
    private final TimeSpent before;
    private final List<ChildMessage.Point> points = new ArrayList<>();
    private final long startedAt = System.nanoTime();

    private @Nullable TrainingOutline outline;
    private int batchSize;
    private long step;
    private long lastStepEnd;
    private long stepNanos;
    private long windowNanos;
    private int windowSteps;
    private long lastSent;

    /** @param before what the training took in earlier attempts */
    ProgressReporter(MessageChannel supervisor, MemoryMeter memory, TimeSpent before) {
        this.supervisor = supervisor;
        this.memory = memory;
        this.before = before;
    }

    @Override
    public void started(TrainingOutline outline) {
        this.outline = outline;
        batchSize = outline.batchSize();
        step = outline.stepsDone();
        lastStepEnd = System.nanoTime();
        send(new ChildMessage.Training(outline.parameters(), outline.modules(), outline.stepsDone()));
        sendProgress();
    }

    @Override
    public void stepEnded(int epoch, long step) {
        long now = System.nanoTime();
        this.step = step;
        windowNanos += now - lastStepEnd;
        stepNanos += now - lastStepEnd;
        windowSteps++;
        lastStepEnd = now;
        if (step == outline().stepsDone() + 1) {
            memory.sample();
        }
        if (now - lastSent >= SEND_INTERVAL_NANOS) {
            addTimings();
            flush();
            sendProgress();
        }
    }

    @Override
    public void metric(Metric metric) {
        points.add(new ChildMessage.Point(metric.name(), metric.module(), metric.step(), metric.value()));
        if (points.size() >= MAX_POINTS) {
            flush();
        }
    }

    /** Evaluation lies between the last step and this call; the next step is timed from here. */
    @Override
    public void epochEnded(int epoch) {
        memory.sample();
        // An epoch may be shorter than the interval; its steps are measured all the same.
        if (windowSteps > 0) {
            addTimings();
        }
        flush();
        sendProgress();
        lastStepEnd = System.nanoTime();
    }

    MemoryMeter memory() {
        return memory;
    }

    /** Over all attempts, as everything that is told of time. */
    TimeSpent spent() {
        return new TimeSpent(
                before.trainSeconds() + (System.nanoTime() - startedAt) / 1e9, before.stepSeconds() + stepNanos / 1e9);
    }

    double imagesPerSecond() {
        return step == 0 ? 0 : step * batchSize / spent().stepSeconds();
    }

    /** What was written between two steps is not the next step's time. */
    void paused() {
        lastStepEnd = System.nanoTime();
    }

    TrainingOutline outline() {
        return Objects.requireNonNull(outline, "The training has not begun");
    }

    private void addTimings() {
        double seconds = windowNanos / 1e9 / windowSteps;
        points.add(new ChildMessage.Point("step.seconds", null, step, seconds));
        points.add(new ChildMessage.Point("images.perSecond", null, step, batchSize / seconds));
        ProcessMemory.residentBytes()
                .ifPresent(bytes -> points.add(new ChildMessage.Point("memory.bytes", null, step, bytes)));
        ProcessMemory.peakBytes()
                .ifPresent(bytes -> points.add(new ChildMessage.Point("memory.peakBytes", null, step, bytes)));
        memory.sample();
        windowNanos = 0;
        windowSteps = 0;
    }

    /** Everything measured up to now; a checkpoint must not be ahead of the numbers before it. */
    void flush() {
        if (!points.isEmpty()) {
            send(new ChildMessage.Metrics(List.copyOf(points)));
            points.clear();
        }
    }

    private void sendProgress() {
        if (outline == null) {
            return;
        }
        long steps = outline.epochs() * outline.stepsPerEpoch();
        int shown = Math.min(outline.epochs(), (int) (step / outline.stepsPerEpoch()) + 1);
        send(new ChildMessage.Progress(shown, outline.epochs(), step, steps, etaSeconds(steps)));
        lastSent = System.nanoTime();
    }

    private @Nullable Long etaSeconds(long steps) {
        return step == 0 ? null : Math.round(spent().trainSeconds() / step * (steps - step));
    }

    private void send(ChildMessage message) {
        try {
            supervisor.send(message);
        } catch (IOException supervisorGone) {
            throw new UncheckedIOException(supervisorGone);
        }
    }
}
