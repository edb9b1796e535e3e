package dev.isograd.webhooks;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Sends what is due until the application stops, each delivery on its own thread. */
@Component
@ConditionalOnRole(Role.API)
class WebhookSender implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final int AT_ONCE = 48;

    private final Outbox outbox;
    private final DeliveryAttempt attempts;
    private final WebhookProperties settings;
    private final Semaphore free = new Semaphore(AT_ONCE);
    /** Has permits if an attempt has ended since the last look, so that the next event of its job may be due. */
    private final Semaphore changed = new Semaphore(0);

    private volatile boolean running;
    private volatile boolean outageLogged;

    WebhookSender(Outbox outbox, DeliveryAttempt attempts, WebhookProperties settings) {
        this.outbox = outbox;
        this.attempts = attempts;
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().name("webhooks").daemon().start(this::sendUntilStopped);
    }

    private void sendUntilStopped() {
        try {
            while (running) {
                if (sendDue() || changed.tryAcquire(settings.interval().toNanos(), TimeUnit.NANOSECONDS)) {
                    changed.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Begins to send what is due; returns whether there was anything. */
    boolean sendDue() {
        int limit = free.availablePermits();
        if (limit == 0) {
            return false;
        }
        try {
            List<Delivery> due = outbox.claim(limit, settings.lease());
            due.forEach(this::begin);
            outageLogged = false;
            return !due.isEmpty();
        } catch (DataAccessException | TransactionException unreachable) {
            logOnce(unreachable);
        } catch (RuntimeException failure) {
            LOG.error("The search for webhook messages failed and will be retried", failure);
        }
        return false;
    }

    private void begin(Delivery delivery) {
        free.acquireUninterruptibly();
        Thread.ofVirtual().name(delivery.id()).start(() -> {
            try {
                attempts.make(delivery);
            } catch (RuntimeException failure) {
                LOG.error("{} failed and will be sent again when its lease expires", delivery.id(), failure);
            } finally {
                free.release();
                changed.release();
            }
        });
    }

    /** Logs an outage once instead of at every look. */
    private void logOnce(RuntimeException unreachable) {
        if (!outageLogged) {
            LOG.warn("Webhook messages wait because the database is unavailable: {}", unreachable.getMessage());
        }
        outageLogged = true;
    }

    /** What is being sent gets a moment to end; the rest is sent again when its lease expires. */
    @Override
    public void stop() {
        running = false;
        changed.release();
        try {
            if (free.tryAcquire(AT_ONCE, 2, TimeUnit.SECONDS)) {
                free.release(AT_ONCE);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
