package dev.isograd.webhooks;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Deletes old deliveries. */
@Component
@ConditionalOnRole(Role.API)
class DeliverySweep {

    private static final Logger LOG = LoggerFactory.getLogger(DeliverySweep.class);
    private static final int BATCH = 1_000;

    private final Deliveries deliveries;
    private final WebhookProperties settings;

    DeliverySweep(Deliveries deliveries, WebhookProperties settings) {
        this.deliveries = deliveries;
        this.settings = settings;
    }

    /** In small transactions. Several processes may do this at once. */
    @Scheduled(
            fixedDelayString = "${isograd.webhooks.sweep-interval}",
            initialDelayString = "${isograd.webhooks.sweep-interval}")
    void sweep() {
        try {
            while (deliveries.deleteOlderThan(settings.keep(), BATCH) == BATCH) {
                // The next batch follows.
            }
        } catch (DataAccessException | TransactionException unreachable) {
            LOG.warn("The sweep of webhook deliveries failed and will be retried: {}", unreachable.getMessage());
        }
    }
}
