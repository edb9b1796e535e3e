package dev.isograd.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the worker role.
 *
 * @param slots number of trainings that run on the CPU at the same time
 * @param threads CPU threads of one training; 0 means all cores but one, divided by the slots
 * @param memory limit for this process and its trainings; by default that of the container or the machine
 * @param heap Java heap of a child process; tensors are stored outside it
 * @param importHeap Java heap of an import, which decodes pictures in it
 * @param allocator library that allocates the memory of child processes: auto, system or a path
 * @param pollInterval wait between claims when the queue is empty
 * @param cancelGrace time for a child to stop by itself before it is killed
 * @param leaseRenewal wait between renewals of a running training's lease
 * @param leaseLossAfter time without a renewal after which a training is ended; below {@code isograd.jobs.lease}
 * @param silenceLimit time without a message after which a child counts as hung
 * @param checkpointInterval minimum time between two checkpoints of a training
 * @param checkpointSteps minimum number of steps between two checkpoints of a training
 */
@ConfigurationProperties("isograd.worker")
record WorkerProperties(
        @DefaultValue("1") int slots,
        @DefaultValue("0") int threads,
        @Nullable DataSize memory,
        @DefaultValue("512m") String heap,
        @DefaultValue("1g") String importHeap,
        @DefaultValue("auto") String allocator,
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("30s") Duration cancelGrace,
        @DefaultValue("5s") Duration leaseRenewal,
        @DefaultValue("45s") Duration leaseLossAfter,
        @DefaultValue("120s") Duration silenceLimit,
        @DefaultValue("5m") Duration checkpointInterval,
        @DefaultValue("500") int checkpointSteps) {

    /**
     * @param used number of slots of the training
     * @param total number of slots of this worker
     */
    int threads(int used, int total) {
        int perSlot = threads > 0
                ? threads
                : Math.max(1, (Runtime.getRuntime().availableProcessors() - 1) / Math.max(1, total));
        return perSlot * used;
    }
}
