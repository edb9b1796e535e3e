package dev.isograd.webhooks;

import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Hands deliveries to senders, of which several processes may have one.
 *
 * <p>A sender has a delivery until its lease expires, so that another one sends again what a killed one may not have sent. Its
 * reports name the attempt, so that one that was away for long overwrites nothing.
 */
@Component
@Transactional
class Outbox {

    /** A receiver that does not answer gets fewer connections. */
    private static final int AT_ONCE = 4;

    /** A delivery waits for earlier ones about the same job, and for nothing else. */
    private static final String CLAIM = """
            with due as materialized (
                select due.id from webhook w cross join lateral (
                    select d.id from webhook_delivery d
                    where d.webhook_id = w.id and d.state = 'PENDING' and d.due_at <= clock_timestamp()
                        and (d.leased_until is null or d.leased_until <= clock_timestamp())
                        and not exists (
                            select from webhook_delivery earlier
                            where earlier.webhook_id = d.webhook_id and earlier.subject = d.subject
                                and earlier.state = 'PENDING' and earlier.position < d.position)
                    order by d.due_at, d.position
                    limit greatest(0, case when w.failing_since is null then :atOnce else 1 end - (
                        select count(*) from webhook_delivery sent
                        where sent.webhook_id = w.id and sent.state = 'PENDING'
                            and sent.leased_until > clock_timestamp()))
                    for update skip locked) due
                where w.active
                order by random() limit :limit),
            claimed as (
                update webhook_delivery d set leased_until = clock_timestamp() + :lease * interval '1 ms',
                    tries = d.tries + 1, attempts = d.attempts + 1
                from due where d.id = due.id
                returning d.*)
            select * from claimed order by position""";

    private final JdbcClient jdbc;

    Outbox(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<Delivery> claim(int limit, Duration lease) {
        return jdbc.sql(CLAIM)
                .param("atOnce", AT_ONCE)
                .param("limit", limit)
                .param("lease", lease.toMillis())
                .query((row, number) -> Delivery.read(row))
                .list();
    }

    /** The body is kept, so that each attempt sends the same. */
    void keepBody(Delivery delivery, String body) {
        jdbc.sql("update webhook_delivery set body = :body where id = :id and body is null")
                .param("id", delivery.id())
                .param("body", body)
                .update();
    }

    void delivered(Delivery delivery, Answer answer) {
        if (report(delivery, answer, Delivery.State.DELIVERED, Duration.ZERO)) {
            jdbc.sql("update webhook set failing_since = null where id = ? and failing_since is not null")
                    .param(delivery.webhook())
                    .update();
        }
    }

    void retry(Delivery delivery, Answer answer, Duration wait) {
        if (report(delivery, answer, Delivery.State.PENDING, wait)) {
            failing(delivery);
        }
    }

    /** Returns for how long everything has failed that was sent to this webhook. */
    Duration giveUp(Delivery delivery, Answer answer) {
        if (!report(delivery, answer, Delivery.State.FAILED, Duration.ZERO)) {
            return Duration.ZERO;
        }
        failing(delivery);
        return jdbc.sql("""
                        select extract(epoch from clock_timestamp() - failing_since) * 1000 from webhook where id = ?""")
                .param(delivery.webhook())
                .query((row, number) -> Duration.ofMillis(row.getLong(1)))
                .optional()
                .orElse(Duration.ZERO);
    }

    private void failing(Delivery delivery) {
        jdbc.sql("update webhook set failing_since = clock_timestamp() where id = ? and failing_since is null")
                .param(delivery.webhook())
                .update();
    }

    private boolean report(Delivery delivery, Answer answer, Delivery.State state, Duration wait) {
        lockWebhook(delivery);
        return jdbc.sql("""
                        update webhook_delivery set state = :state, leased_until = null, attempted_at = clock_timestamp(),
                            due_at = clock_timestamp() + :wait * interval '1 ms', status = :status, millis = :millis,
                            answer = :answer, problem = :problem
                        where id = :id and attempts = :attempt and state = 'PENDING'""")
                        .param("id", delivery.id())
                        .param("attempt", delivery.attempts())
                        .param("state", state.name())
                        .param("wait", wait.toMillis())
                        .param("status", answer.status())
                        .param("millis", answer.millis())
                        .param("answer", answer.text())
                        .param("problem", answer.problem())
                        .update()
                == 1;
    }

    /** A deletion also locks the webhook before its deliveries, so that neither waits for the other. */
    private void lockWebhook(Delivery delivery) {
        jdbc.sql("select id from webhook where id = ? for key share")
                .param(delivery.webhook())
                .query((row, number) -> row.getString(1))
                .optional();
    }
}
