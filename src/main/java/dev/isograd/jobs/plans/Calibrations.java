package dev.isograd.jobs.plans;

import dev.isograd.learning.spec.TrainingSpec;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How fast the running workers take the steps of small networks, as each has measured once. */
@Component
class Calibrations {

    /** With device auto, a GPU is claimed for first. */
    private static final String SPEEDS = """
            select c.kind, c.seconds from calibration c join worker w on w.id = c.worker_id
            where w.last_seen_at > clock_timestamp() - interval '1 minute' and c.version = w.version
                and c.network = :network and c.rule = :rule and (:kind = 'auto' or c.kind = :kind)
                and exists (select from worker_device d where d.worker_id = c.worker_id and d.kind = c.kind
                    and d.name = c.model and d.state in ('free', 'busy'))
            order by (c.kind = 'gpu') desc limit 1000""";

    /**
     * A training takes so many times as long as its steps in a calibration, because it also starts, reads and evaluates images. It
     * was fitted to 12 trainings (docs/api.md, Calibration), which needed 0.96 to 1.27.
     */
    private static final double MORE_THAN_STEPS = 1.13;

    /** What the time of another network may be wrong by on either side. */
    private static final double OTHER_NETWORK = 0.25;

    private final JdbcClient database;

    Calibrations(JdbcClient database) {
        this.database = database;
    }

    private record Row(String kind, double seconds) {}

    /**
     * Seconds for a cost of one on the slowest and the fastest device.
     *
     * @param what was measured, in words
     */
    record Speed(double fastest, double slowest, String what) {

        Plan.Time time(double cost) {
            double steps = MORE_THAN_STEPS * cost;
            return new Plan.Time(
                    new Plan.Range(steps * fastest * (1 - OTHER_NETWORK), steps * slowest * (1 + OTHER_NETWORK)), what);
        }
    }

    /** Returns the speed of the devices that would train; empty if none has been measured. */
    Optional<Speed> of(TrainingSpec.Device kind, String network, String rule) {
        List<Row> rows = database.sql(SPEEDS)
                .param("network", network)
                .param("rule", rule)
                .param("kind", kind.name().toLowerCase(Locale.ROOT))
                .query((row, number) -> new Row(row.getString("kind"), row.getDouble("seconds")))
                .list();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        String first = rows.getFirst().kind();
        List<Double> seconds = rows.stream()
                .filter(row -> row.kind().equals(first))
                .map(Row::seconds)
                .toList();
        String what = "a calibration of the %s: a few steps of a small %s by %s, scaled by the work of a step"
                .formatted(first, network, rule);
        return Optional.of(new Speed(Collections.min(seconds), Collections.max(seconds), what));
    }
}
