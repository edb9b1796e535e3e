package dev.isograd.accounts.members;

import dev.isograd.Ids;
import dev.isograd.access.Ownership;
import dev.isograd.access.Right;
import dev.isograd.accounts.AccountProblem;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.MemberRole;
import dev.isograd.accounts.SlotQuotas;
import dev.isograd.audit.AuditLog;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates, lists and changes projects and their quotas. */
@Service
@Transactional
public class ProjectService implements Ownership {

    private static final String ROWS = """
            select p.id, p.name, p.created_at, p.max_bytes, m.role
            from project p left join project_member m on m.project_id = p.id and m.account_id = :account
            where\s""";

    private final JdbcClient jdbc;
    private final SlotQuotas slots;
    private final IdempotentRequests requests;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    ProjectService(
            JdbcClient jdbc,
            SlotQuotas slots,
            IdempotentRequests requests,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.slots = slots;
        this.requests = requests;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates a project; its owner becomes its first admin. */
    public String open(String owner, String name, @Nullable Long bytes) {
        String project = ids.next("prj");
        Timestamp now = Timestamp.from(clock.instant());
        try {
            jdbc.sql("""
                    insert into project (id, account_id, name, created_at, max_bytes)
                    values (:id, :owner, :name, :now, :bytes)""")
                    .param("id", project)
                    .param("owner", owner)
                    .param("name", name)
                    .param("now", now)
                    .param("bytes", bytes)
                    .update();
        } catch (DuplicateKeyException taken) {
            throw AccountProblem.projectExists();
        }
        jdbc.sql("insert into project_member values (:project, :owner, :role, :now)")
                .param("project", project)
                .param("owner", owner)
                .param("role", MemberRole.ADMIN.name())
                .param("now", now)
                .update();
        slots.open(project);
        return project;
    }

    /** Returns the project that an account was created with; some accounts of an identity provider have none. */
    Optional<String> ofOwner(String account) {
        return jdbc.sql("select id from project where account_id = :account order by id limit 1")
                .param("account", account)
                .query(String.class)
                .optional();
    }

    ProjectResponse create(Caller caller, @Nullable String idempotencyKey, JsonBody<CreateProjectRequest> body) {
        return requests.once(
                caller.project(),
                idempotencyKey,
                Map.of("project", body.json()),
                () -> create(caller, body),
                made -> new Outcome(made.id(), made.id()),
                first -> find(caller, first.id()));
    }

    private ProjectResponse create(Caller caller, JsonBody<CreateProjectRequest> body) {
        CreateProjectRequest request = body.value();
        String project = open(caller.account(), request.name(), request.bytes());
        if (body.json().containsKey("slots")) {
            slots.limit(project, request.slots());
        }
        audit.record(caller, "project.create", project, body.json());
        return find(caller, project);
    }

    /** Lists the projects of the caller's account; an administrator sees all. */
    @Transactional(readOnly = true)
    Page<ProjectResponse> list(Caller caller, String before, int limit) {
        List<Row> found = jdbc.sql(
                        ROWS + "p.id < :before and (:all or m.role is not null) order by p.id desc limit :limit")
                .param("account", caller.account())
                .param("all", caller.may(Right.ADMINISTER))
                .param("before", before)
                .param("limit", limit + 1)
                .query((row, number) -> row(row))
                .list();
        Map<String, Integer> limits = slots.limits(found.stream().map(Row::id).toList());
        return Page.of(found, limit, Row::id).map(row -> row.response(limits));
    }

    ProjectResponse edit(Caller caller, String id, JsonBody<EditProjectRequest> body) {
        EditProjectRequest edit = body.value();
        ProjectResponse before = find(caller, id);
        try {
            jdbc.sql("update project set name = :name, max_bytes = :bytes where id = :id")
                    .param("id", id)
                    .param("name", Objects.requireNonNullElse(edit.name(), before.name()))
                    .param("bytes", body.json().containsKey("bytes") ? edit.bytes() : before.bytes())
                    .update();
        } catch (DuplicateKeyException taken) {
            throw AccountProblem.projectExists();
        }
        if (body.json().containsKey("slots")) {
            slots.limit(id, edit.slots());
        }
        audit.record(caller, "project.update", id, body.json());
        return find(caller, id);
    }

    /** Returns the caller's own project; an administrator may name any. */
    @Transactional(readOnly = true)
    ProjectResponse find(Caller caller, String id) {
        if (!caller.may(Right.ADMINISTER)) {
            check(caller.project(), id);
        }
        return jdbc.sql(ROWS + "p.id = :id")
                .param("account", caller.account())
                .param("id", MemberIds.check(id, AccountProblem::noSuchProject))
                .query((row, number) -> row(row))
                .optional()
                .map(row -> row.response(slots.limits(List.of(id))))
                .orElseThrow(AccountProblem::noSuchProject);
    }

    @Override
    public String pattern() {
        return "/api/v1/projects/{id}";
    }

    @Override
    public void check(String project, String id) {
        if (!project.equals(id)) {
            throw AccountProblem.noSuchProject();
        }
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("id"),
                row.getString("name"),
                row.getTimestamp("created_at").toInstant(),
                row.getObject("max_bytes", Long.class),
                row.getString("role"));
    }

    /** A row of the table, with the role of the caller's account. */
    private record Row(
            String id,
            String name,
            Instant createdAt,
            @Nullable Long maxBytes,
            @Nullable String role) {

        ProjectResponse response(Map<String, Integer> limits) {
            return new ProjectResponse(
                    id, name, createdAt, role == null ? null : role.toLowerCase(Locale.ROOT), limits.get(id), maxBytes);
        }
    }
}
