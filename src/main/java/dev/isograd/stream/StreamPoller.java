package dev.isograd.stream;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks into the tables again and again, as long as somebody follows; when the application stops, streams end first. */
@Component
@ConditionalOnRole(Role.API)
class StreamPoller implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPoller.class);

    private final Tails tails;
    private final StreamProperties settings;
    private final Semaphore arrivals = new Semaphore(0);
    private final Set<Subscriber> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private boolean failing;

    StreamPoller(Tails tails, StreamProperties settings) {
        this.tails = tails;
        this.settings = settings;
    }

    /** Until {@link #leave}, which has to follow. */
    void join(Subscriber subscriber) {
        open.add(subscriber);
        tails.add(subscriber);
        arrivals.release();
        if (!running) {
            subscriber.close();
        }
    }

    void leave(Subscriber subscriber) {
        subscriber.close();
        open.remove(subscriber);
    }

    @Override
    public void start() {
        running = true;
        Thread.ofPlatform().name("streams").daemon().start(this::pollUntilStopped);
    }

    private void pollUntilStopped() {
        try {
            while (running) {
                boolean more = look();
                if (tails.isEmpty()) {
                    arrivals.acquire();
                } else if (!more) {
                    arrivals.tryAcquire(settings.pollInterval().toNanos(), TimeUnit.NANOSECONDS);
                }
                arrivals.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever fails, nothing is lost: each client's place is that of the last message it was given. */
    private boolean look() {
        try {
            boolean more = tails.look();
            if (failing) {
                LOG.info("Streams go on");
            }
            failing = false;
            return more;
        } catch (DataAccessException | TransactionException unreachable) {
            tell(unreachable);
        } catch (RuntimeException failure) {
            LOG.error("Streams stand still; trying again", failure);
        }
        return false;
    }

    /** Once, not at every look. */
    private void tell(RuntimeException unreachable) {
        if (!failing) {
            LOG.warn("Streams stand still, as the database cannot be used: {}", unreachable.getMessage());
        }
        failing = true;
    }

    /** Requests under way are waited for next; these would never end. */
    @Override
    public void stop() {
        running = false;
        arrivals.release();
        open.forEach(Subscriber::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
