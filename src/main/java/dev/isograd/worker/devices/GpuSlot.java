package dev.isograd.worker.devices;

import dev.isograd.jobs.queue.GpuMemory;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One GPU of this worker and its state. A GPU is free again only after it has released the memory of its last training:
 * after a killed process that may take seconds, and a zombie may hold it forever.
 */
final class GpuSlot {

    /** Less than a leftover CUDA context, which takes some hundred megabytes, and more than what displays vary by. */
    static final long TOLERANCE = 128L << 20;

    /** Readings in a row that show a healthy GPU before it leaves the quarantine. */
    static final int HEALTHY_READINGS = 3;

    /** Rest after a fault, so that the job is tried on another GPU first. */
    static final Duration REST = Duration.ofMinutes(1);

    private static final String LOST = "The GPU is lost: the driver does not list it, or reads nothing from it.";

    private final Duration releaseLimit;
    private Gpu last;
    private long baseline;
    private boolean taken;
    private long givenBackAt;
    private int healthy;
    private boolean resting;
    private long restUntil;
    private DeviceState state = DeviceState.FREE;
    private @Nullable String reason;

    GpuSlot(Gpu gpu, Duration releaseLimit) {
        this.last = gpu;
        this.baseline = gpu.usedBytes();
        this.releaseLimit = releaseLimit;
    }

    String uuid() {
        return last.uuid();
    }

    Gpu last() {
        return last;
    }

    DeviceState state() {
        return state;
    }

    boolean isFree() {
        return state == DeviceState.FREE;
    }

    /** Whether a training that ended has not released its memory yet. */
    boolean isReleasing() {
        return state == DeviceState.BUSY && !taken;
    }

    /** Whether trainings run on it, now or later without anyone's help. */
    boolean isInService() {
        return state == DeviceState.FREE || state == DeviceState.BUSY;
    }

    long fittingBytes() {
        return GpuMemory.largestEstimate(last.totalBytes());
    }

    void take() {
        taken = true;
        become(DeviceState.BUSY, null);
    }

    void giveBack(long now) {
        taken = false;
        givenBackAt = now;
    }

    void markUnusable(String why) {
        become(DeviceState.UNUSABLE, why);
    }

    void markFaulty(String why, long now) {
        healthy = 0;
        resting = true;
        restUntil = now + REST.toNanos();
        become(DeviceState.QUARANTINED, why);
    }

    /** @param reading empty if the GPU did not answer */
    void read(Optional<Gpu> reading, long now) {
        reading.ifPresent(gpu -> last = gpu);
        if (state == DeviceState.UNUSABLE) {
            return;
        }
        if (reading.isEmpty()) {
            healthy = 0;
            become(DeviceState.QUARANTINED, LOST);
            return;
        }
        boolean released = !taken && last.usedBytes() <= baseline + TOLERANCE;
        switch (state) {
            case FREE -> baseline = last.usedBytes();
            case BUSY -> awaitRelease(released, now);
            case QUARANTINED -> awaitHealth(released, now);
            case UNUSABLE -> throw new IllegalStateException("An unusable GPU stays so");
        }
    }

    private void awaitRelease(boolean released, long now) {
        if (released) {
            become(DeviceState.FREE, null);
        } else if (!taken && now - givenBackAt > releaseLimit.toNanos()) {
            healthy = 0;
            become(
                    DeviceState.QUARANTINED,
                    "%d s after its last training ended, %,d MiB are in use; before the training, %,d MiB were."
                            .formatted(releaseLimit.toSeconds(), last.usedBytes() >> 20, baseline >> 20));
        }
    }

    private void awaitHealth(boolean released, long now) {
        resting = resting && now - restUntil < 0;
        healthy = released && !resting ? healthy + 1 : 0;
        if (healthy >= HEALTHY_READINGS) {
            become(DeviceState.FREE, null);
        }
    }

    private void become(DeviceState next, @Nullable String why) {
        state = next;
        reason = why;
    }

    DeviceReport report() {
        return new DeviceReport(
                last.uuid(),
                DeviceKind.GPU,
                last.name(),
                1,
                last.totalBytes(),
                last.usedBytes(),
                fittingBytes(),
                last.utilization(),
                last.temperature(),
                state,
                reason);
    }
}
