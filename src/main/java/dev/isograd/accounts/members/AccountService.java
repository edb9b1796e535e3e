package dev.isograd.accounts.members;

import dev.isograd.Ids;
import dev.isograd.accounts.AccountProblem;
import dev.isograd.accounts.ApiKeyService;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.Sessions;
import dev.isograd.audit.AuditLog;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates, lists and changes accounts. */
@Service
@Transactional
class AccountService {

    private static final String COLUMNS = """
            select id, name, email, administrator, active, created_at,
                (select max(issuer) from account_identity i where i.account_id = account.id) as issuer
            from account\s""";

    private final JdbcClient jdbc;
    private final ProjectService projects;
    private final ApiKeyService keys;
    private final Sessions sessions;
    private final IdempotentRequests requests;
    private final AuditLog audit;
    private final Ids ids;
    private final InstantSource clock;

    AccountService(
            JdbcClient jdbc,
            ProjectService projects,
            ApiKeyService keys,
            Sessions sessions,
            IdempotentRequests requests,
            AuditLog audit,
            Ids ids,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.projects = projects;
        this.keys = keys;
        this.sessions = sessions;
        this.requests = requests;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /** An account, the project of its own, and its first key. */
    record NewAccount(String account, String project, String key) {}

    /** Creates an account with a project of its own, in which its first key acts. */
    NewAccount open(String name, @Nullable String email, String projectName, boolean isAdministrator) {
        Opened made = openWithoutKey(name, email, projectName, isAdministrator);
        return new NewAccount(
                made.account(), made.project(), keys.createUnlimited(made.account(), made.project(), name));
    }

    /** Creates an administrator whose first key is the given one. */
    void openAdministrator(String name, String projectName, String key) {
        Opened made = openWithoutKey(name, null, projectName, true);
        keys.createUnlimited(made.account(), made.project(), name, key);
    }

    private record Opened(String account, String project) {}

    private Opened openWithoutKey(String name, @Nullable String email, String projectName, boolean isAdministrator) {
        String account = ids.next("acc");
        jdbc.sql("""
            insert into account (id, name, email, administrator, created_at)
            values (:id, :name, :email, :administrator, :now)\
            """)
                .param("id", account)
                .param("name", name)
                .param("email", email)
                .param("administrator", isAdministrator)
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return new Opened(account, projects.open(account, projectName, null));
    }

    boolean isEmpty() {
        return jdbc.sql("select not exists (select from account)")
                .query(Boolean.class)
                .single();
    }

    /** Creates one account per Idempotency-Key; a repeated request gets the account without its key. */
    AccountResponse create(Caller caller, @Nullable String idempotencyKey, JsonBody<CreateAccountRequest> body) {
        return requests.once(
                caller.project(),
                idempotencyKey,
                Map.of("account", body.json()),
                () -> create(caller, body.value()),
                made -> new Outcome(made.id(), made.id()),
                first -> find(first.id(), ""));
    }

    private AccountResponse create(Caller caller, CreateAccountRequest request) {
        NewAccount made = open(request.name(), request.email(), request.name(), false);
        audit.record(caller, "account.create", made.account(), Map.of("name", request.name()));
        return find(made.account(), "").withKey(made.key());
    }

    @Transactional(readOnly = true)
    Page<AccountResponse> list(String before, int limit) {
        List<AccountResponse> found = jdbc.sql(COLUMNS + "where id < :before order by id desc limit :limit")
                .param("before", before)
                .param("limit", limit + 1)
                .query((row, number) -> response(row))
                .list();
        return Page.of(found, limit, AccountResponse::id);
    }

    AccountResponse edit(Caller caller, String id, JsonBody<EditAccountRequest> body) {
        List<String> administrators = lockAdministrators();
        AccountResponse before = find(id, " for update");
        AccountResponse after = merge(before, body);
        boolean isAdministrator = after.administrator() && after.active();
        if (!isAdministrator && administrators.equals(List.of(id))) {
            throw AccountProblem.lastAdministrator();
        }
        update(after);
        if (body.json().containsKey("administrator")) {
            keepFromGroups(id);
        }
        audit.record(caller, "account.update", id, body.json());
        if (before.active() && !after.active()) {
            keys.revokeAll(id, null);
            sessions.endAll(id);
        }
        return before.active() || !after.active()
                ? after
                : newKey(after).map(after::withKey).orElse(after);
    }

    /** The rows stay locked, so that two administrators who deactivate each other do so one after the other. */
    private List<String> lockAdministrators() {
        return jdbc.sql("select id from account where administrator and active order by id for update")
                .query((row, number) -> row.getString(1))
                .list();
    }

    private static AccountResponse merge(AccountResponse old, JsonBody<EditAccountRequest> body) {
        EditAccountRequest edit = body.value();
        return new AccountResponse(
                old.id(),
                Objects.requireNonNullElse(edit.name(), old.name()),
                body.json().containsKey("email") ? edit.email() : old.email(),
                Objects.requireNonNullElse(edit.administrator(), old.administrator()),
                Objects.requireNonNullElse(edit.active(), old.active()),
                old.createdAt(),
                old.issuer(),
                null);
    }

    private void update(AccountResponse account) {
        jdbc.sql("""
            update account set name = :name, email = :email, administrator = :administrator, active = :active
            where id = :id\
            """)
                .param("id", account.id())
                .param("name", account.name())
                .param("email", account.email())
                .param("administrator", account.administrator())
                .param("active", account.active())
                .update();
    }

    /** What an administrator decided, groups of an identity provider no longer take away. */
    private void keepFromGroups(String id) {
        jdbc.sql("update account set administrator_by_group = false where id = :id")
                .param("id", id)
                .update();
    }

    private Optional<String> newKey(AccountResponse account) {
        return projects.ofOwner(account.id())
                .map(project -> keys.createUnlimited(account.id(), project, account.name()));
    }

    private AccountResponse find(String id, String locking) {
        return jdbc.sql(COLUMNS + "where id = :id" + locking)
                .param("id", MemberIds.check(id, AccountProblem::noSuchAccount))
                .query((row, number) -> response(row))
                .optional()
                .orElseThrow(AccountProblem::noSuchAccount);
    }

    private static AccountResponse response(ResultSet row) throws SQLException {
        return new AccountResponse(
                row.getString("id"),
                row.getString("name"),
                row.getString("email"),
                row.getBoolean("administrator"),
                row.getBoolean("active"),
                row.getTimestamp("created_at").toInstant(),
                row.getString("issuer"),
                null);
    }
}
