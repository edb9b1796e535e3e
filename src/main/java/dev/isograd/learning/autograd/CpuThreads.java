package dev.isograd.learning.autograd;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Sets the number of CPU threads of libtorch's operations on this thread, until closed.
 *
 * <p>libtorch keeps the number by thread, and a new thread begins with the number that was set last anywhere. Each thread that
 * computes therefore sets its own.
 */
public final class CpuThreads implements AutoCloseable {

    private final int before;

    private CpuThreads(int before) {
        this.before = before;
    }

    /** The number of this thread. */
    public static int count() {
        return JniUtils.getNumThreads();
    }

    /** Sets the number of this thread for good. */
    public static void set(int threads) {
        JniUtils.setNumThreads(threads);
    }

    /** Sets the number of this thread until closed. */
    public static CpuThreads limit(int threads) {
        CpuThreads limited = new CpuThreads(count());
        set(threads);
        return limited;
    }

    @Override
    public void close() {
        set(before);
    }
}
