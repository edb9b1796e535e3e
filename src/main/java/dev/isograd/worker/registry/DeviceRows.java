package dev.isograd.worker.registry;

import dev.isograd.worker.devices.DeviceKind;
import dev.isograd.worker.devices.DeviceReport;
import dev.isograd.worker.devices.DeviceState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of devices, as their workers last reported them. */
@Component
class DeviceRows {

    /** Writes nothing if the worker has no row: an operator may have deleted it. */
    private static final String REPORT = """
            with reported as (
                select * from rows from (jsonb_to_recordset(cast(:devices as jsonb)) as (
                    id text, kind text, name text, slots int, "totalBytes" bigint, "usedBytes" bigint,
                    "fittingBytes" bigint, utilization float8, temperature int, state text, reason text))
                with ordinality as r (id, kind, name, slots, total_bytes, used_bytes, fitting_bytes, utilization,
                    temperature, state, reason, position)),
            gone as (
                delete from worker_device d where worker_id = :worker and not exists (
                    select from reported r where r.id = d.id))
            insert into worker_device (worker_id, id, position, kind, name, slots, total_bytes, used_bytes, fitting_bytes,
                utilization, temperature, state, reason)
            select :worker, id, position, kind, name, slots, total_bytes, used_bytes, fitting_bytes, utilization,
                temperature, state, reason
            from reported where exists (select from worker where id = :worker)
            on conflict (worker_id, id) do update set position = excluded.position, kind = excluded.kind,
                name = excluded.name, slots = excluded.slots, total_bytes = excluded.total_bytes,
                used_bytes = excluded.used_bytes, fitting_bytes = excluded.fitting_bytes,
                utilization = excluded.utilization, temperature = excluded.temperature, state = excluded.state,
                reason = excluded.reason""";

    private final JdbcClient database;
    private final JsonMapper json;

    DeviceRows(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Replaces the devices of a worker. */
    void report(String worker, List<DeviceReport> devices) {
        database.sql(REPORT)
                .param("worker", worker)
                .param("devices", json.writeValueAsString(devices))
                .update();
    }

    private record Row(String worker, DeviceReport device) {}

    /** Returns the devices by worker, in the order of the report. */
    Map<String, List<DeviceReport>> of(Collection<String> workers) {
        if (workers.isEmpty()) {
            return Map.of();
        }
        return database
                .sql("select * from worker_device where worker_id = any (:workers) order by worker_id, position")
                .param("workers", workers.toArray(String[]::new))
                .query((row, number) -> new Row(row.getString("worker_id"), device(row)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::worker, Collectors.mapping(Row::device, Collectors.toList())));
    }

    private static DeviceReport device(ResultSet row) throws SQLException {
        return new DeviceReport(
                row.getString("id"),
                DeviceKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getInt("slots"),
                row.getLong("total_bytes"),
                row.getLong("used_bytes"),
                row.getLong("fitting_bytes"),
                row.getObject("utilization", Double.class),
                row.getObject("temperature", Integer.class),
                DeviceState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("reason"));
    }
}
