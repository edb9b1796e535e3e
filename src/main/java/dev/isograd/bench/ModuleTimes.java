package dev.isograd.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Sums the processor time that each local module takes for its part of the steps. With one thread this is its time on a quiet
 * machine, whatever else runs.
 */
final class ModuleTimes extends NoProgress {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final AtomicLongArray nanos;
    private final AtomicLongArray started;

    ModuleTimes(int modules) {
        this.nanos = new AtomicLongArray(modules);
        this.started = new AtomicLongArray(modules);
    }

    @Override
    public void moduleStarted(int module, long step) {
        started.set(module - 1, THREADS.getCurrentThreadCpuTime());
    }

    @Override
    public void moduleEnded(int module, long step) {
        nanos.addAndGet(module - 1, THREADS.getCurrentThreadCpuTime() - started.get(module - 1));
    }

    /** Returns the nanoseconds of one module and starts again from 0. */
    long take(int module) {
        return nanos.getAndSet(module - 1, 0);
    }
}
