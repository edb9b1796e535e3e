package dev.isograd.webhooks;

import dev.isograd.webhooks.Delivery.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table of deliveries, as users see it. */
@Component
@Transactional
class Deliveries {

    private static final Pattern ID = Pattern.compile("dlv_[0-9a-z]{26}");

    private final JdbcClient jdbc;

    Deliveries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true)
    List<Delivery> list(String webhook, String before, int limit) {
        return jdbc.sql("""
                select * from webhook_delivery where webhook_id = :webhook and id < :before order by id desc limit :limit""")
                .param("webhook", webhook)
                .param("before", before)
                .param("limit", limit)
                .query((row, number) -> Delivery.read(row))
                .list();
    }

    /** @throws WebhookProblem if the project has no such delivery */
    @Transactional(readOnly = true)
    Delivery find(String project, String id) {
        Optional<Delivery> found = ID.matcher(id).matches()
                ? jdbc.sql("""
                        select d.* from webhook_delivery d join webhook w on w.id = d.webhook_id
                        where d.id = :id and w.project_id = :project""")
                        .param("id", id)
                        .param("project", project)
                        .query((row, number) -> Delivery.read(row))
                        .optional()
                : Optional.empty();
        return found.orElseThrow(WebhookProblem::noDelivery);
    }

    /**
     * Sends an event once more, with all its retries. It comes after what is still to be delivered, so that an old event does
     * not hold back new ones.
     */
    Delivery resend(String project, String id) {
        Delivery delivery = find(project, id);
        int changed = jdbc.sql("""
                update webhook_delivery d set state = 'PENDING', tries = 0, due_at = clock_timestamp(), problem = null,
                    position = case when d.state = 'PENDING' then position else nextval('webhook_position') end
                from webhook w where d.id = :id and w.id = d.webhook_id and w.active
                    and (d.leased_until is null or d.leased_until <= clock_timestamp())""").param("id", delivery.id()).update();
        if (changed == 0) {
            throw isActive(delivery.webhook()) ? WebhookProblem.beingSent() : WebhookProblem.inactive();
        }
        return find(project, id);
    }

    private boolean isActive(String webhook) {
        return jdbc.sql("select active from webhook where id = ?")
                .param(webhook)
                .query((row, number) -> row.getBoolean(1))
                .single();
    }

    /** Keeps a message that was sent once, on request. */
    void record(String id, Webhook webhook, String event, String body, Answer answer) {
        jdbc.sql("""
                insert into webhook_delivery (id, webhook_id, event_id, type, subject, state, body, tries, attempts,
                    attempted_at, status, millis, answer, problem)
                select :id, w.id, :event, :type, w.id, :state, :body, 1, 1, clock_timestamp(), :status, :millis, :answer,
                    :problem
                from webhook w where w.id = :webhook""")
                .param("id", id)
                .param("webhook", webhook.id())
                .param("event", event)
                .param("type", EventType.TEST)
                .param("state", (answer.isDelivered() ? State.DELIVERED : State.FAILED).name())
                .param("body", body)
                .param("status", answer.status())
                .param("millis", answer.millis())
                .param("answer", answer.text())
                .param("problem", answer.problem())
                .update();
    }

    /** Returns how many were deleted. */
    int deleteOlderThan(Duration age, int limit) {
        return jdbc.sql("""
                delete from webhook_delivery where id in (
                    select id from webhook_delivery
                    where created_at < clock_timestamp() - :age * interval '1 ms' and state <> 'PENDING'
                    order by created_at limit :limit)""").param("age", age.toMillis()).param("limit", limit).update();
    }
}
