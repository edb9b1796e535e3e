package dev.isograd.webhooks;

import dev.isograd.Ids;
import dev.isograd.jobs.comparisons.ComparisonFinished;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes events for webhooks, in the transaction that causes them.
 *
 * <p>Changes of a job's state need no call: the database notes them with the job's event.
 */
@Component
class WebhookEvents {

    private static final String NOTE = """
            insert into webhook_delivery (id, webhook_id, event_id, type, subject)
            select 'dlv_' || substr(:event, 5, 10) || left(replace(gen_random_uuid()::text, '-', ''), 16),
                w.id, :event, :type, :subject
            from webhook w where w.project_id = :project and w.active and :type = any (w.events)""";

    private final JdbcClient jdbc;
    private final Ids ids;

    WebhookEvents(JdbcClient jdbc, Ids ids) {
        this.jdbc = jdbc;
        this.ids = ids;
    }

    /** Notes that all jobs of a comparison are over. */
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void comparisonFinished(ComparisonFinished finished) {
        jdbc.sql(NOTE)
                .param("event", ids.next("evt"))
                .param("project", finished.project())
                .param("subject", finished.comparison())
                .param("type", EventType.COMPARISON_FINISHED.word())
                .update();
    }
}
