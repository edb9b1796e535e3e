package dev.isograd.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/** Sums the time that each local module takes for its part of the steps. */
final class ModuleTimes extends NoProgress {

    private final AtomicLongArray nanos;
    private final AtomicLongArray started;

    ModuleTimes(int modules) {
        this.nanos = new AtomicLongArray(modules);
        this.started = new AtomicLongArray(modules);
    }

    @Override
    public void moduleStarted(int module, long step) {
        started.set(module - 1, System.nanoTime());
    }

    @Override
    public void moduleEnded(int module, long step) {
        nanos.addAndGet(module - 1, System.nanoTime() - started.get(module - 1));
    }

    /** Returns the nanoseconds of one module and starts again from 0. */
    long take(int module) {
        return nanos.getAndSet(module - 1, 0);
    }
}
