package dev.isograd.observability;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queue, the running jobs and the workers, now and over the last hour or day. */
record OperationsResponse(
        String window, Instant from, Instant to, long intervalSeconds, Present now, List<Point> points) {

    /** This moment. */
    @Schema(name = "OperationsNow")
    record Present(long queued, double oldestWaitSeconds, long runningCpu, long runningGpu, long workers, long gpus) {}

    /**
     * One interval; counts are those of its end.
     *
     * @param claims jobs that a worker has taken from the queue
     * @param medianWaitSeconds how long they had waited; null if there were none
     */
    @Schema(name = "OperationsPoint")
    record Point(
            Instant at,
            long queued,
            long runningCpu,
            long runningGpu,
            long workers,
            long gpus,
            long claims,
            @Nullable Double medianWaitSeconds,
            @Nullable Double longestWaitSeconds) {}
}
