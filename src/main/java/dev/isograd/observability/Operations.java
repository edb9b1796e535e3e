package dev.isograd.observability;

import dev.isograd.DatabaseClock;
import dev.isograd.observability.OperationsHistory.Machines;
import dev.isograd.observability.OperationsHistory.Now;
import dev.isograd.observability.OperationsHistory.Range;
import dev.isograd.observability.OperationsHistory.Waits;
import dev.isograd.observability.OperationsResponse.Point;
import dev.isograd.observability.OperationsResponse.Present;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Computes the recent past of the queue, the running jobs and the workers. */
@Component
class Operations {

    private static final Machines NO_MACHINES = new Machines(0, 0);

    private final OperationsHistory history;
    private final DatabaseClock clock;

    Operations(OperationsHistory history, DatabaseClock clock) {
        this.history = history;
        this.clock = clock;
    }

    /** How far back, and in which steps. */
    enum Window {
        HOUR(60, Duration.ofMinutes(1)),
        DAY(96, Duration.ofMinutes(15));

        private final int count;
        private final Duration interval;

        Window(int count, Duration interval) {
            this.count = count;
            this.interval = interval;
        }
    }

    /** All statements see the database at the same moment, so that their numbers fit together. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    OperationsResponse over(Window window) {
        Now now = history.now();
        Instant from = clock.now().minus(window.interval.multipliedBy(window.count));
        Range range = new Range(from, window.count, window.interval);
        List<Point> points = points(range, now);
        Point last = points.getLast();
        return new OperationsResponse(
                window.name().toLowerCase(Locale.ROOT),
                from,
                range.to(),
                window.interval.toSeconds(),
                new Present(
                        now.queued(),
                        now.oldestWaitSeconds(),
                        now.runningCpu(),
                        now.runningGpu(),
                        last.workers(),
                        last.gpus()),
                points);
    }

    private List<Point> points(Range range, Now now) {
        long[] queued = backwards(range, now.queued(), history.queueChanges(range));
        long[] cpu = backwards(range, now.runningCpu(), history.runningChanges(range, "cpu"));
        long[] gpu = backwards(range, now.runningGpu(), history.runningChanges(range, "gpu"));
        Map<Integer, Waits> waits = history.waits(range);
        Map<Integer, Machines> machines = history.machines(range);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < range.count(); i++) {
            Waits waited = waits.get(i);
            Machines there = machines.getOrDefault(i, NO_MACHINES);
            points.add(new Point(
                    range.end(i),
                    queued[i],
                    cpu[i],
                    gpu[i],
                    there.workers(),
                    there.gpus(),
                    waited == null ? 0 : waited.claims(),
                    waited == null ? null : waited.median(),
                    waited == null ? null : waited.longest()));
        }
        return points;
    }

    /** Clocks of several machines wrote the times, so a count could fall below 0 for a moment. */
    private static long[] backwards(Range range, long present, Map<Integer, Long> changes) {
        long[] values = new long[range.count()];
        long value = present;
        for (int i = range.count() - 1; i >= 0; i--) {
            values[i] = Math.max(0, value);
            value -= changes.getOrDefault(i, 0L);
        }
        return values;
    }
}
