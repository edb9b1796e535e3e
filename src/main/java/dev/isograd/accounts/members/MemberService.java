package dev.isograd.accounts.members;

import dev.isograd.accounts.AccountProblem;
import dev.isograd.accounts.ApiKeyService;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.MemberRole;
import dev.isograd.audit.AuditLog;
import dev.isograd.http.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lists and changes the members of projects. */
@Service
@Transactional
class MemberService {

    private static final String ROWS = """
            select m.account_id, m.role, m.since, a.name, a.active
            from project_member m join account a on a.id = m.account_id where m.project_id = :project and\s""";

    private final JdbcClient jdbc;
    private final ProjectService projects;
    private final ApiKeyService keys;
    private final AuditLog audit;
    private final InstantSource clock;

    MemberService(JdbcClient jdbc, ProjectService projects, ApiKeyService keys, AuditLog audit, InstantSource clock) {
        this.jdbc = jdbc;
        this.projects = projects;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    Page<MemberResponse> list(Caller caller, String project, String before, int limit) {
        projects.find(caller, project);
        List<MemberResponse> found = jdbc.sql(ROWS + "m.account_id < :before order by m.account_id desc limit :limit")
                .param("project", project)
                .param("before", before)
                .param("limit", limit + 1)
                .query((row, number) -> response(row))
                .list();
        return Page.of(found, limit, MemberResponse::account);
    }

    MemberResponse put(Caller caller, String project, String account, MemberRole role) {
        lock(caller, project);
        requireActive(account);
        if (role != MemberRole.ADMIN) {
            requireAnotherAdmin(project, account);
        }
        jdbc.sql("""
                insert into project_member values (:project, :account, :role, :now)
                on conflict (project_id, account_id) do update set role = excluded.role, by_group = false""")
                .param("project", project)
                .param("account", account)
                .param("role", role.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
        audit.record(caller, "member.set", project, Map.of("account", account, "role", role.word()));
        return jdbc.sql(ROWS + "m.account_id = :account")
                .param("project", project)
                .param("account", account)
                .query((row, number) -> response(row))
                .single();
    }

    /** The account's keys in the project end with its membership; a later membership does not revive them. */
    void remove(Caller caller, String project, String account) {
        lock(caller, project);
        MemberIds.check(account, AccountProblem::noSuchMember);
        requireAnotherAdmin(project, account);
        int removed = jdbc.sql("delete from project_member where project_id = :project and account_id = :account")
                .param("project", project)
                .param("account", account)
                .update();
        if (removed == 0) {
            throw AccountProblem.noSuchMember();
        }
        keys.revokeAll(account, project);
        audit.record(caller, "member.remove", project, Map.of("account", account));
    }

    /** Only one change of a project's members at a time, so that two admins cannot remove each other. */
    private void lock(Caller caller, String project) {
        projects.find(caller, project);
        jdbc.sql("select id from project where id = :project for update")
                .param("project", project)
                .query(String.class)
                .single();
    }

    private void requireActive(String account) {
        boolean isActive = jdbc.sql("select active from account where id = :account")
                .param("account", MemberIds.check(account, AccountProblem::noSuchAccount))
                .query(Boolean.class)
                .optional()
                .orElseThrow(AccountProblem::noSuchAccount);
        if (!isActive) {
            throw AccountProblem.inactiveAccount();
        }
    }

    private void requireAnotherAdmin(String project, String account) {
        List<String> admins = jdbc.sql("""
                select m.account_id from project_member m join account a on a.id = m.account_id
                where m.project_id = :project and m.role = 'ADMIN' and a.active""")
                .param("project", project)
                .query((row, number) -> row.getString(1))
                .list();
        if (admins.equals(List.of(account))) {
            throw AccountProblem.lastAdmin();
        }
    }

    private static MemberResponse response(ResultSet row) throws SQLException {
        return new MemberResponse(
                row.getString("account_id"),
                row.getString("name"),
                MemberRole.valueOf(row.getString("role")).word(),
                row.getBoolean("active"),
                row.getTimestamp("since").toInstant());
    }
}
