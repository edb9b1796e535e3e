package dev.isograd.jobs.plans;

import dev.isograd.jobs.queue.QueuePlace;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The devices of the workers that have reported within the last minute, and what keeps a training from them. */
@Component
class RunningDevices {

    private static final String ROWS = """
            select d.worker_id, d.id, d.kind, case d.kind when 'cpu' then d.total_bytes else d.fitting_bytes end as fitting_bytes,
                d.total_bytes - d.used_bytes as free_bytes
            from worker_device d join worker w on w.id = d.worker_id
            where w.last_seen_at > clock_timestamp() - interval '1 minute' and d.state in ('free', 'busy')
                and (:kind = 'auto' or d.kind = :kind)
            order by d.worker_id, d.position limit 1000""";

    private final JdbcClient database;

    RunningDevices(JdbcClient database) {
        this.database = database;
    }

    /** @param fittingBytes largest estimate of a training that the device can run */
    record Row(String worker, String device, String kind, long fittingBytes, long freeBytes) {

        Plan.Device plan(long estimatedBytes) {
            return new Plan.Device(worker, device, kind, estimatedBytes <= fittingBytes, Math.max(0, freeBytes));
        }
    }

    /** Returns the devices of a kind that are in service. */
    List<Row> of(TrainingSpec.Device kind) {
        return database.sql(ROWS)
                .param("kind", kind.name().toLowerCase(Locale.ROOT))
                .query((row, number) -> new Row(
                        row.getString("worker_id"),
                        row.getString("id"),
                        row.getString("kind"),
                        row.getLong("fitting_bytes"),
                        row.getLong("free_bytes")))
                .list();
    }

    /** Returns what would make a job wait until somebody changes something. */
    List<Plan.Problem> problems(
            String project, int slots, TrainingSpec.Device kind, long estimatedBytes, List<Row> running) {
        List<Plan.Problem> problems = new ArrayList<>();
        quota(project)
                .filter(quota -> slots > quota)
                .ifPresent(quota -> problems.add(new Plan.Problem(
                        "slots_over_quota", "The quota of the project is %d slots; got %d.".formatted(quota, slots))));
        if (running.isEmpty()) {
            problems.add(new Plan.Problem(
                    "no_device",
                    switch (kind) {
                        case AUTO -> "No worker is running.";
                        case CPU -> "No running worker trains on the CPU.";
                        case GPU -> "No running worker has a GPU.";
                    }));
        } else if (running.stream().noneMatch(device -> estimatedBytes <= device.fittingBytes())) {
            problems.add(new Plan.Problem(
                    "does_not_fit",
                    "The training needs an estimated %,d MiB, but the largest device takes %,d MiB."
                            .formatted(QueuePlace.mebibytesUp(estimatedBytes), largest(running) >> 20)));
        }
        return problems;
    }

    private static long largest(List<Row> running) {
        return running.stream().mapToLong(Row::fittingBytes).max().orElseThrow();
    }

    private Optional<Integer> quota(String project) {
        return database.sql("select max_slots from project_slots where project_id = :project and max_slots is not null")
                .param("project", project)
                .query(Integer.class)
                .optional();
    }
}
