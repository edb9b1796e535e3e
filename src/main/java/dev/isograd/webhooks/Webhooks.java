package dev.isograd.webhooks;

import dev.isograd.DatabaseClock;
import dev.isograd.accounts.Caller;
import dev.isograd.audit.AuditLog;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import java.net.URI;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table of webhooks. No method calls a receiver, so that a slow one holds no connection to the database. */
@Component
@Transactional
class Webhooks {

    static final Duration BOTH_SECRETS = Duration.ofDays(1);

    private static final Pattern ID = Pattern.compile("whk_[0-9a-z]{26}");

    private final JdbcClient jdbc;
    private final IdempotentRequests requests;
    private final AuditLog audit;
    private final DatabaseClock clock;
    private final WebhookProperties settings;

    Webhooks(
            JdbcClient jdbc,
            IdempotentRequests requests,
            AuditLog audit,
            DatabaseClock clock,
            WebhookProperties settings) {
        this.jdbc = jdbc;
        this.requests = requests;
        this.audit = audit;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * A webhook that was asked for.
     *
     * @param isNew whether this request made it, so that its secret may be shown
     */
    record Made(Webhook webhook, boolean isNew) {}

    Made create(Caller caller, @Nullable String idempotencyKey, Map<String, ?> body, Webhook wanted) {
        return requests.once(
                caller.project(),
                idempotencyKey,
                Map.of("webhook", body),
                () -> new Made(insert(caller, wanted), true),
                made -> new Outcome(made.webhook().id(), made.webhook().id()),
                first -> new Made(find(caller.project(), first.id()), false));
    }

    private Webhook insert(Caller caller, Webhook wanted) {
        lockProject(caller.project());
        int existing = jdbc.sql("select count(*) from webhook where project_id = ?")
                .param(caller.project())
                .query((row, number) -> row.getInt(1))
                .single();
        if (existing >= settings.perProject()) {
            throw WebhookProblem.tooMany(settings.perProject());
        }
        jdbc.sql("""
                insert into webhook (id, project_id, url, events, format, secret, created_at)
                values (:id, :project, :url, :events, :format, :secret, clock_timestamp())""")
                .param("id", wanted.id())
                .param("project", wanted.project())
                .param("url", wanted.url())
                .param("events", wanted.events().toArray(String[]::new))
                .param("format", wanted.format().name())
                .param("secret", wanted.secret().text())
                .update();
        audit.record(caller, "webhook.create", wanted.id(), shown(wanted));
        return find(caller.project(), wanted.id());
    }

    /** Two requests must not both make the last webhook that a project may have. */
    private void lockProject(String project) {
        jdbc.sql("select id from project where id = ? for update")
                .param(project)
                .query((row, number) -> row.getString(1))
                .single();
    }

    /** The rest of an address may be a secret of the receiver. */
    private static Map<String, ?> shown(Webhook webhook) {
        return Map.of(
                "host", String.valueOf(URI.create(webhook.url()).getHost()),
                "events", webhook.events(),
                "format", webhook.format().word(),
                "active", webhook.active());
    }

    @Transactional(readOnly = true)
    List<Webhook> list(String project, String before, int limit) {
        return jdbc.sql(
                        "select * from webhook where project_id = :project and id < :before order by id desc limit :limit")
                .param("project", project)
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> Webhook.read(row))
                .list();
    }

    /** @throws WebhookProblem if the project has no such webhook */
    @Transactional(readOnly = true)
    Webhook find(String project, String id) {
        return row(project, id, "").orElseThrow(WebhookProblem::notFound);
    }

    private Optional<Webhook> row(String project, String id, String lock) {
        return ID.matcher(id).matches()
                ? jdbc.sql("select * from webhook where id = :id and project_id = :project " + lock)
                        .param("id", id)
                        .param("project", project)
                        .query((row, number) -> Webhook.read(row))
                        .optional()
                : Optional.empty();
    }

    Webhook edit(Caller caller, String id, EditWebhookRequest edit) {
        Webhook edited = edit.of(row(caller.project(), id, "for update").orElseThrow(WebhookProblem::notFound));
        jdbc.sql("""
                update webhook set url = :url, events = :events, format = :format, active = :active,
                    disabled_reason = case when :active then null else disabled_reason end,
                    failing_since = case when :active and not active then null else failing_since end
                where id = :id""")
                .param("id", id)
                .param("url", edited.url())
                .param("events", edited.events().toArray(String[]::new))
                .param("format", edited.format().name())
                .param("active", edited.active())
                .update();
        if (!edited.active()) {
            dropPending(id);
        }
        audit.record(caller, "webhook.edit", id, shown(edited));
        return find(caller.project(), id);
    }

    /** What was not delivered to a webhook when it is turned off is not sent by itself when it is turned on again. */
    private void dropPending(String id) {
        jdbc.sql("""
                update webhook_delivery set state = 'FAILED', leased_until = null, problem = 'The webhook was turned off.'
                where webhook_id = ? and state = 'PENDING'""").param(id).update();
    }

    /** The service turns a webhook off; the reason is a sentence for its owner. */
    void disable(String id, String reason) {
        int changed = jdbc.sql("update webhook set active = false, disabled_reason = :reason where id = :id and active")
                .param("id", id)
                .param("reason", reason)
                .update();
        if (changed > 0) {
            dropPending(id);
        }
    }

    /** Messages are signed with the old secret as well for a day. */
    Webhook rotate(Caller caller, String id, Secret secret) {
        Webhook webhook = row(caller.project(), id, "for update").orElseThrow(WebhookProblem::notFound);
        jdbc.sql("""
                update webhook set previous_secret = secret, previous_until = :until, secret = :secret where id = :id""")
                .param("id", webhook.id())
                .param("secret", secret.text())
                .param("until", Timestamp.from(clock.now().plus(BOTH_SECRETS)))
                .update();
        audit.record(caller, "webhook.rotate", id, Map.of());
        return find(caller.project(), id);
    }

    void delete(Caller caller, String id) {
        Webhook webhook = row(caller.project(), id, "for update").orElseThrow(WebhookProblem::notFound);
        jdbc.sql("delete from webhook where id = ?").param(webhook.id()).update();
        audit.record(caller, "webhook.delete", id, shown(webhook));
    }
}
