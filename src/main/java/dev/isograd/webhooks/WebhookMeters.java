package dev.isograd.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/** Counts the attempts of this process to deliver messages. None is counted by address: such labels would grow without limit. */
@Component
class WebhookMeters {

    private static final String ATTEMPTS = "isograd.webhook.attempts";

    private final Counter delivered;
    private final Counter failed;
    private final Counter givenUp;
    private final Counter disabled;

    WebhookMeters(MeterRegistry registry) {
        this.delivered = registry.counter(ATTEMPTS, "outcome", "delivered");
        this.failed = registry.counter(ATTEMPTS, "outcome", "failed");
        this.givenUp = Counter.builder("isograd.webhook.failures")
                .description("Messages that were given up after all retries")
                .register(registry);
        this.disabled = Counter.builder("isograd.webhook.disabled")
                .description("Webhooks that the service has turned off")
                .register(registry);
    }

    void attempted(Answer answer) {
        (answer.isDelivered() ? delivered : failed).increment();
    }

    void gaveUp() {
        givenUp.increment();
    }

    void disabled() {
        disabled.increment();
    }
}
