package dev.isograd.worker.devices;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reads the GPUs every second, and more often while a training's memory is awaited.
 *
 * <p>It has a thread of its own, because a driver may not return from a call about a failed GPU.
 */
@Component
@ConditionalOnRole(Role.WORKER)
class GpuWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(GpuWatch.class);
    private static final long INTERVAL_MILLIS = 1_000;
    private static final long RELEASE_INTERVAL_MILLIS = 250;

    private final Gpus gpus;
    private final DeviceSlots slots;
    private final Semaphore due = new Semaphore(0);
    private volatile boolean running;

    GpuWatch(Gpus gpus, DeviceSlots slots) {
        this.gpus = gpus;
        this.slots = slots;
    }

    @Override
    public void start() {
        running = true;
        if (slots.hasGpus()) {
            slots.whenGivenBack(due::release);
            Thread.ofPlatform().name("gpus").daemon().start(this::readUntilStopped);
        }
    }

    private void readUntilStopped() {
        try {
            while (running) {
                read();
                if (due.tryAcquire(
                        slots.isReleasing() ? RELEASE_INTERVAL_MILLIS : INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                    due.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try {
            slots.read(gpus.present());
        } catch (RuntimeException failure) {
            // Without this thread, no GPU would become free again, for no visible reason.
            LOG.error("The GPUs could not be read; trying again", failure);
        }
    }

    @Override
    public void stop() {
        running = false;
        due.release();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Below the phase of the worker's loop, so that the readings start before its first claim and end after its last. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }
}
