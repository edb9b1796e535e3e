package dev.isograd.worker.calibration;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of calibrations. */
@Component
class CalibrationRows {

    private static final String FORGET = """
            delete from calibration where worker_id = :worker and kind = :kind
                and (model, threads, version) <> (:model, :threads, :version)""";

    private static final String TAKE_OVER = """
            insert into calibration (worker_id, kind, model, threads, version, network, rule, seconds, measured_at)
            select distinct on (network, rule) :worker, kind, model, threads, version, network, rule, seconds, measured_at
            from calibration where (kind, model, threads, version) = (:kind, :model, :threads, :version)
            order by network, rule, measured_at desc
            on conflict do nothing""";

    private static final String ADD = """
            insert into calibration (worker_id, kind, model, threads, version, network, rule, seconds, measured_at)
            select :worker, :kind, :model, :threads, :version, :network, :rule, :seconds, now()
            where exists (select from worker where id = :worker)
            on conflict (worker_id, kind, network, rule) do update
            set model = excluded.model, threads = excluded.threads, version = excluded.version, seconds = excluded.seconds,
                measured_at = excluded.measured_at""";

    private final JdbcClient database;

    CalibrationRows(JdbcClient database) {
        this.database = database;
    }

    /**
     * What decides whether figures still hold.
     *
     * @param kind of the device
     * @param model name of the device
     * @param threads CPU threads of a training
     */
    record Subject(String worker, String kind, String model, int threads, String version) {}

    /** Forgets the figures of another version or device, takes over those of an equal worker, and returns what is measured. */
    Set<String> known(Subject subject) {
        bind(FORGET, subject).update();
        bind(TAKE_OVER, subject).update();
        List<String> pairs = database.sql(
                        "select network || '/' || rule from calibration where worker_id = :worker and kind = :kind")
                .param("worker", subject.worker())
                .param("kind", subject.kind())
                .query((row, number) -> row.getString(1))
                .list();
        return pairs.stream().collect(Collectors.toSet());
    }

    void add(Subject subject, String network, String rule, double seconds) {
        bind(ADD, subject)
                .param("network", network)
                .param("rule", rule)
                .param("seconds", seconds)
                .update();
    }

    private JdbcClient.StatementSpec bind(String sql, Subject subject) {
        return database.sql(sql)
                .param("worker", subject.worker())
                .param("kind", subject.kind())
                .param("model", subject.model())
                .param("threads", subject.threads())
                .param("version", subject.version());
    }
}
