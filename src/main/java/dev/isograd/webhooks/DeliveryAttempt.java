package dev.isograd.webhooks;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sends a delivery once and decides what follows from the answer. */
@Component
class DeliveryAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryAttempt.class);

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final Webhooks webhooks;
    private final Messages messages;
    private final Receivers receivers;
    private final WebhookMeters meters;
    private final WebhookProperties settings;
    private final RetrySchedule schedule;
    private final RandomGenerator random = RandomGenerator.getDefault();

    DeliveryAttempt(
            JdbcClient jdbc,
            Outbox outbox,
            Webhooks webhooks,
            Messages messages,
            Receivers receivers,
            WebhookMeters meters,
            WebhookProperties settings) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.messages = messages;
        this.receivers = receivers;
        this.meters = meters;
        this.settings = settings;
        this.schedule = new RetrySchedule(settings.retries());
    }

    void make(Delivery delivery) {
        Optional<Webhook> webhook = jdbc.sql("select * from webhook where id = ?")
                .param(delivery.webhook())
                .query((row, number) -> Webhook.read(row))
                .optional();
        webhook.ifPresent(it -> make(delivery, it));
    }

    private void make(Delivery delivery, Webhook webhook) {
        Optional<String> body = Optional.ofNullable(delivery.body()).or(() -> messages.body(webhook, delivery));
        if (body.isEmpty()) {
            outbox.giveUp(delivery, new Answer(null, 0, null, "The job was deleted before the message could be sent."));
            return;
        }
        outbox.keepBody(delivery, body.get());
        Answer answer = receivers.send(webhook, delivery.event(), body.get());
        meters.attempted(answer);
        if (answer.isDelivered()) {
            outbox.delivered(delivery, answer);
        } else {
            failed(delivery, answer);
        }
    }

    private void failed(Delivery delivery, Answer answer) {
        Optional<Duration> wait = answer.isGone() ? Optional.empty() : schedule.after(delivery.tries(), random);
        if (wait.isPresent()) {
            outbox.retry(delivery, answer, wait.get());
            return;
        }
        Duration failing = outbox.giveUp(delivery, answer);
        meters.gaveUp();
        LOG.warn(
                "{} to {} is given up after {} attempts: {}",
                delivery.id(),
                delivery.webhook(),
                delivery.tries(),
                answer.problem());
        if (answer.isGone()) {
            disable(delivery, "The receiver answered 410: it wants no more messages.");
        } else if (failing.compareTo(settings.disableAfter()) >= 0) {
            disable(
                    delivery,
                    "Every message has failed for %s. The last time: %s".formatted(inWords(failing), answer.problem()));
        }
    }

    private void disable(Delivery delivery, String reason) {
        webhooks.disable(delivery.webhook(), reason);
        meters.disabled();
        LOG.warn("{} is turned off: {}", delivery.webhook(), reason);
    }

    private static String inWords(Duration time) {
        return time.toDays() > 1 ? time.toDays() + " days" : "%d h".formatted(Math.max(1, time.toHours()));
    }
}
