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

/** Sends the progress of the training loop to the supervisor, about twice a second, and times the steps. */
final class ProgressReporter implements ProgressListener, AutoCloseable {

    private static final long SEND_INTERVAL_NANOS = 500_000_000L;
    private static final int MAX_POINTS = 256;

    private final MessageChannel supervisor;
    private final MemoryMeter memory;
    private final TrainingTime before;
    private final List<ChildMessage.Point> points = new ArrayList<>();
    private final long startedAt = System.nanoTime();

    private @Nullable TrainingOutline outline;
    private long step;
    private long lastStepEnd;
    private long stepNanos;
    private long windowNanos;
    private int windowSteps;
    private int windowImages;
    private long lastSent;

    /** @param before training time of earlier attempts */
    ProgressReporter(MessageChannel supervisor, MemoryMeter memory, TrainingTime before) {
        this.supervisor = supervisor;
        this.memory = memory;
        this.before = before;
    }

    @Override
    public void started(TrainingOutline outline) {
        this.outline = outline;
        step = outline.stepsDone();
        lastStepEnd = System.nanoTime();
        send(new ChildMessage.Training(outline.parameters(), outline.modules(), outline.stepsDone()));
        sendProgress();
    }

    @Override
    public void windowReopened(long step) {
        send(new ChildMessage.Withdrawn(step));
    }

    @Override
    public void stepEnded(int epoch, long step) {
        long now = System.nanoTime();
        this.step = step;
        windowNanos += now - lastStepEnd;
        stepNanos += now - lastStepEnd;
        windowSteps++;
        windowImages += outline().images(step);
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

    /** Times the next step from here, because the evaluation ran since the last step. */
    @Override
    public void epochEnded(int epoch) {
        memory.sample();
        // An epoch may be shorter than the interval.
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

    /** Training time over all attempts; all reported times count them together. */
    TrainingTime trainingTime() {
        return new TrainingTime(
                before.trainSeconds() + (System.nanoTime() - startedAt) / 1e9, before.stepSeconds() + stepNanos / 1e9);
    }

    double imagesPerSecond() {
        if (step == 0) {
            return 0;
        }
        TrainingOutline plan = outline();
        long images =
                step / plan.stepsPerEpoch() * plan.imagesPerEpoch() + step % plan.stepsPerEpoch() * plan.batchSize();
        return images / trainingTime().stepSeconds();
    }

    /** Times the next step from here, so that it does not include the saving of a checkpoint. */
    void restartStepTimer() {
        lastStepEnd = System.nanoTime();
    }

    TrainingOutline outline() {
        return Objects.requireNonNull(outline, "The training has not started");
    }

    private void addTimings() {
        double seconds = windowNanos / 1e9;
        points.add(new ChildMessage.Point("step.seconds", null, step, seconds / windowSteps));
        points.add(new ChildMessage.Point("images.perSecond", null, step, windowImages / seconds));
        ProcessMemory.residentBytes()
                .ifPresent(bytes -> points.add(new ChildMessage.Point("memory.bytes", null, step, bytes)));
        ProcessMemory.peakBytes()
                .ifPresent(bytes -> points.add(new ChildMessage.Point("memory.peakBytes", null, step, bytes)));
        memory.sample();
        windowNanos = 0;
        windowSteps = 0;
        windowImages = 0;
    }

    /** Sends what is still unsent; called before the end of the training is reported, whatever the end is. */
    @Override
    public void close() {
        if (windowSteps > 0) {
            addTimings();
        }
        flush();
        sendProgress();
    }

    /** Sends all metrics measured so far; the metrics before a checkpoint must be sent before it. */
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
        return step == 0 ? null : Math.round(trainingTime().trainSeconds() / step * (steps - step));
    }

    private void send(ChildMessage message) {
        try {
            supervisor.send(message);
        } catch (IOException supervisorGone) {
            throw new UncheckedIOException(supervisorGone);
        }
    }
}
