package dev.isograd.jobs.queue;

/** How much of a GPU's memory the estimate of a job may fill. */
public final class GpuMemory {

    /** The CUDA context of a process and the kernels that it loads. */
    static final long CONTEXT_BYTES = 500_000_000;

    /** Share of the GPU that stays free, for what the estimate leaves out and for holes between arrays. */
    static final double RESERVE = 0.08;

    private GpuMemory() {}

    /** Returns the largest estimate in bytes that fits a GPU; negative if not even the context fits. */
    public static long largestEstimate(long totalBytes) {
        return (long) Math.floor(totalBytes * (1 - RESERVE)) - CONTEXT_BYTES;
    }
}
