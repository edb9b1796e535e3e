package dev.isograd.jobs.queue;

import dev.isograd.jobs.JobState;
import dev.isograd.jobs.ReasonCode;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts what happens to attempts, in the process where it happens and only once it is committed.
 *
 * <p>No number is kept by job, project or account: such labels would grow without limit.
 */
@Component
class QueueMeters {

    private static final String ATTEMPTS = "isograd.attempts";
    private static final String RETRIES = "isograd.retries";
    private static final String FAILURES = "isograd.failures";
    private static final String OUT_OF_MEMORY = "isograd.out.of.memory";
    private static final String EXPIRIES = "isograd.lease.expiries";

    private static final Duration[] WAITS = durations(1, 5, 15, 60, 300, 900, 3_600, 14_400, 43_200, 86_400);
    private static final Duration[] RUNS = durations(10, 30, 60, 300, 900, 3_600, 14_400, 43_200, 86_400, 259_200);
    private static final double[] RATIOS =
            DoubleStream.of(0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 5).toArray();

    private final MeterRegistry registry;
    private final Timer wait;
    private final Timer run;
    private final DistributionSummary estimateRatio;

    QueueMeters(MeterRegistry registry) {
        this.registry = registry;
        this.wait = timer("isograd.queue.wait", "Time from the queue to a worker", WAITS);
        this.run = timer("isograd.run", "Time of an attempt, from its claim to its end", RUNS);
        this.estimateRatio = DistributionSummary.builder("isograd.memory.estimate.ratio")
                .description("Estimated memory of a training that succeeded, divided by the measured one")
                .serviceLevelObjectives(RATIOS)
                .register(registry);
        Arrays.stream(JobState.values()).filter(JobState::isTerminal).forEach(this::attempts);
        for (ReasonCode reason : ReasonCode.values()) {
            registry.counter(RETRIES, "reason", reason.name());
            registry.counter(FAILURES, "reason", reason.name());
        }
        registry.counter(OUT_OF_MEMORY, "memory", "device");
        registry.counter(OUT_OF_MEMORY, "memory", "host");
        registry.counter(EXPIRIES);
    }

    private Timer timer(String name, String description, Duration... buckets) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private void attempts(JobState state) {
        registry.counter(ATTEMPTS, "outcome", state.name());
    }

    void claimed(Duration waited) {
        afterCommit(() -> wait.record(waited));
    }

    void leaseExpired() {
        afterCommit(() -> registry.counter(EXPIRIES).increment());
    }

    /**
     * @param after the job's state after the attempt
     * @param reason why the attempt ended before the job was done; null if it succeeded or stopped on request
     */
    void ended(String outcome, JobState after, @Nullable ReasonCode reason, @Nullable Duration ran) {
        afterCommit(() -> {
            registry.counter(ATTEMPTS, "outcome", outcome).increment();
            if (ran != null) {
                run.record(ran);
            }
            if (reason != null) {
                count(after, reason);
            }
        });
    }

    private void count(JobState after, ReasonCode reason) {
        if (after == JobState.QUEUED) {
            registry.counter(RETRIES, "reason", reason.name()).increment();
        } else if (after == JobState.FAILED) {
            registry.counter(FAILURES, "reason", reason.name()).increment();
        }
        if (reason == ReasonCode.OOM_DEVICE || reason == ReasonCode.OOM_HOST) {
            String memory = reason.name().substring("OOM_".length()).toLowerCase(Locale.ROOT);
            registry.counter(OUT_OF_MEMORY, "memory", memory).increment();
        }
    }

    /** Compares the estimate with the measurement, where the result has both. */
    void succeeded(Map<String, Object> result) {
        if (result.get("memory") instanceof Map<?, ?> memory
                && memory.get("estimatedBytes") instanceof Number estimated
                && memory.get("measuredBytes") instanceof Number measured
                && measured.doubleValue() > 0) {
            afterCommit(() -> estimateRatio.record(estimated.doubleValue() / measured.doubleValue()));
        }
    }

    private static void afterCommit(Runnable count) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                count.run();
            }
        });
    }

    private static Duration[] durations(long... seconds) {
        return Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toArray(Duration[]::new);
    }
}
