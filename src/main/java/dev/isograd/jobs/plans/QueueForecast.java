package dev.isograd.jobs.plans;

import dev.isograd.jobs.Submission;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Predicts the place of a job in the queue and how long it would wait there. Running jobs end when they say; a job that
 * has not begun takes as long as the median of the project's last trainings.
 */
@Component
class QueueForecast {

    private static final int MOST = 1000;

    private static final String AHEAD = """
            select count(*) from (select from job where project_id = :project and state = 'QUEUED' and priority >= :priority
                limit :most) job""";

    /** Projects take turns: another project gets as many of its jobs started before this one as this one has ahead. */
    private static final String WAITING = """
            select slots from (
                select project_id, slots, priority, row_number() over (partition by project_id order by priority desc, id) as turn
                from (select * from job where state = 'QUEUED' and (:device = 'auto' or device in (:device, 'auto'))
                    order by priority desc, id limit :most) queued) job
            where case when project_id = :project then priority >= :priority else turn <= :ahead + 1 end
            order by turn, project_id""";

    private static final String RUNNING = """
            select l.slots, j.eta_seconds from job_lease l join job j on j.id = l.job_id
            join job_attempt a on a.job_id = j.id and a.number = j.attempt
            where :device = 'auto' or a.device = :device""";

    private static final String SLOTS = """
            select coalesce(sum(d.slots), 0) from worker_device d join worker w on w.id = d.worker_id
            where w.last_seen_at > clock_timestamp() - interval '1 minute' and d.state in ('free', 'busy')
                and (:device = 'auto' or d.kind = :device)""";

    private static final String TYPICAL = """
            select percentile_cont(0.5) within group (order by seconds) from (
                select extract(epoch from finished_at - started_at) as seconds from job
                where project_id = :project and state = 'SUCCEEDED' and kind = 'training' order by id desc limit 20) job""";

    private final JdbcClient database;

    QueueForecast(JdbcClient database) {
        this.database = database;
    }

    private record Running(int slots, @Nullable Double seconds) {}

    Plan.Queue of(String project, Submission submission, TrainingSpec.Device kind) {
        String device = kind.name().toLowerCase(Locale.ROOT);
        int ahead = count(AHEAD, project, submission.priority());
        return new Plan.Queue(ahead, wait(project, submission, device, ahead));
    }

    private @Nullable Long wait(String project, Submission submission, String device, int ahead) {
        int slots =
                database.sql(SLOTS).param("device", device).query(Integer.class).single();
        if (slots < submission.slots()) {
            return null;
        }
        Optional<Double> typical = database.sql(TYPICAL)
                .param("project", project)
                .query(Double.class)
                .optional();
        SlotTimes times = new SlotTimes(slots);
        for (Running running : running(device)) {
            Double seconds = running.seconds() == null ? typical.orElse(null) : running.seconds();
            times.take(running.slots(), seconds);
        }
        for (int waiting : waiting(project, submission.priority(), device, ahead)) {
            times.take(waiting, typical.orElse(null));
        }
        return times.startOf(submission.slots());
    }

    private int count(String sql, String project, int priority) {
        return database.sql(sql)
                .param("project", project)
                .param("priority", priority)
                .param("most", MOST)
                .query(Integer.class)
                .single();
    }

    private List<Running> running(String device) {
        return database.sql(RUNNING)
                .param("device", device)
                .query((row, number) -> new Running(row.getInt(1), row.getObject(2) == null ? null : row.getDouble(2)))
                .list();
    }

    private List<Integer> waiting(String project, int priority, String device, int ahead) {
        return database.sql(WAITING)
                .param("project", project)
                .param("priority", priority)
                .param("device", device)
                .param("ahead", ahead)
                .param("most", MOST)
                .query((row, number) -> row.getInt(1))
                .list();
    }

    /** When each slot becomes free, in seconds from now; infinite if that is unknown. */
    private static final class SlotTimes {

        private final List<Double> free;

        SlotTimes(int slots) {
            free = new ArrayList<>(Collections.nCopies(slots, 0.0));
        }

        /** A job takes the slots that become free first. */
        void take(int slots, @Nullable Double seconds) {
            int taken = Math.min(slots, free.size());
            double end = free.get(taken - 1) + (seconds == null ? Double.POSITIVE_INFINITY : seconds);
            free.subList(0, taken).replaceAll(_ -> end);
            Collections.sort(free);
        }

        @Nullable
        Long startOf(int slots) {
            double start = free.get(slots - 1);
            return Double.isInfinite(start) ? null : Math.round(start);
        }
    }
}
