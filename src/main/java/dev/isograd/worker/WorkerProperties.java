package dev.isograd.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the worker role.
 *
 * @param slots trainings that run side by side
 * @param threads CPU threads of one training; 0 means all cores but one, divided by the slots
 * @param memory that this process and its trainings may use; the container's or the machine's where not set
 * @param heap Java heap of a child process; tensors live outside of it
 * @param pollInterval wait between looks into the queue when it is empty
 * @param cancelGrace time a child has to stop by itself before it is killed
 * @param leaseRenewal wait between renewals of a running training's lease
 * @param leaseLossAfter time without a renewal after which a training is ended; below {@code isograd.jobs.lease}
 * @param silenceLimit time without any sign of life after which a child counts as hung
 * @param checkpointInterval least time between two checkpoints of a training
 * @param checkpointSteps least steps between two checkpoints of a training
 */
@ConfigurationProperties("isograd.worker")
record WorkerProperties(
        @DefaultValue("1") int slots,
        @DefaultValue("0") int threads,
        @Nullable DataSize memory,
        @DefaultValue("512m") String heap,
        @DefaultValue("500ms") Duration pollInterval,
        @DefaultValue("30s") Duration cancelGrace,
        @DefaultValue("5s") Duration leaseRenewal,
        @DefaultValue("45s") Duration leaseLossAfter,
        @DefaultValue("120s") Duration silenceLimit,
        @DefaultValue("5m") Duration checkpointInterval,
        @DefaultValue("500") int checkpointSteps) {

    /** @param used slots that the training takes up */
    int threads(int used) {
        int perSlot = threads > 0
                ? threads
                : Math.max(1, (Runtime.getRuntime().availableProcessors() - 1) / Math.max(1, slots));
        return perSlot * used;
    }
}
