package dev.isograd.jobs.retention;

import dev.isograd.access.Right;
import dev.isograd.accounts.AccountProblem;
import dev.isograd.accounts.Caller;
import dev.isograd.audit.AuditLog;
import dev.isograd.http.JsonBody;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What each project keeps for how long; a project that has not chosen has the service's defaults. */
@Service
@Transactional
class ProjectRetention {

    private static final String SAVE = """
            insert into project_retention (project_id, jobs, networks, exports, checkpoints, metrics, logs)
            values (:project, :jobs, :networks, :exports, :checkpoints, :metrics, :logs)
            on conflict (project_id) do update set jobs = :jobs, networks = :networks, exports = :exports,
                checkpoints = :checkpoints, metrics = :metrics, logs = :logs""";

    private final JdbcClient jdbc;
    private final RetentionProperties settings;
    private final AuditLog audit;

    ProjectRetention(JdbcClient jdbc, RetentionProperties settings, AuditLog audit) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.audit = audit;
    }

    /** What one project has chosen, or the defaults. */
    @Transactional(readOnly = true)
    RetentionDays of(String project) {
        return jdbc.sql("select * from project_retention where project_id = ?")
                .param(project)
                .query((row, number) -> days(row))
                .optional()
                .orElseGet(settings::defaults);
    }

    @Transactional(readOnly = true)
    RetentionDays of(Caller caller, String project) {
        check(caller, project);
        return of(project);
    }

    RetentionDays edit(Caller caller, String project, JsonBody<RetentionDays> body) {
        check(caller, project);
        RetentionDays edited = of(project).with(body.value(), body.json());
        jdbc.sql(SAVE)
                .param("project", project)
                .param("jobs", edited.jobDays())
                .param("networks", edited.networkDays())
                .param("exports", edited.exportDays())
                .param("checkpoints", edited.checkpointDays())
                .param("metrics", edited.metricDays())
                .param("logs", edited.logDays())
                .update();
        audit.record(caller, "project.retention", project, body.json());
        return edited;
    }

    /** The caller's own project; an administrator may name any. */
    private void check(Caller caller, String project) {
        boolean isMine = caller.project().equals(project) || caller.may(Right.ADMINISTER);
        if (!isMine || !exists(project)) {
            throw AccountProblem.noSuchProject();
        }
    }

    private boolean exists(String project) {
        return jdbc.sql("select exists (select from project where id = ?)")
                .param(project)
                .query(Boolean.class)
                .single();
    }

    private static RetentionDays days(ResultSet row) throws SQLException {
        return new RetentionDays(
                days(row, "jobs"),
                days(row, "networks"),
                days(row, "exports"),
                days(row, "checkpoints"),
                days(row, "metrics"),
                days(row, "logs"));
    }

    private static @Nullable Integer days(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Integer.class);
    }
}
