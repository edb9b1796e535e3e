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

/** Polls the tables while there are subscribers, and ends all streams when the application begins to stop. */
@Component
@ConditionalOnRole(Role.API)
class StreamPoller implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPoller.class);

    private final StreamDispatcher dispatcher;
    private final StreamProperties settings;
    private final Semaphore wakeUps = new Semaphore(0);
    private final Set<Subscriber> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;
    private boolean outageLogged;

    StreamPoller(StreamDispatcher dispatcher, StreamProperties settings) {
        this.dispatcher = dispatcher;
        this.settings = settings;
    }

    /** Adds a subscriber; each call needs a later {@link #leave}. */
    void join(Subscriber subscriber) {
        open.add(subscriber);
        dispatcher.add(subscriber);
        wakeUps.release();
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
                boolean hasMore = poll();
                if (dispatcher.isEmpty()) {
                    wakeUps.acquire();
                } else if (!hasMore) {
                    wakeUps.tryAcquire(settings.pollInterval().toNanos(), TimeUnit.NANOSECONDS);
                }
                wakeUps.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Loses no entry if it fails, because each client's position is that of the last message it was given. */
    private boolean poll() {
        try {
            boolean hasMore = dispatcher.poll();
            if (outageLogged) {
                LOG.info("The database is available again; streams continue");
            }
            outageLogged = false;
            return hasMore;
        } catch (DataAccessException | TransactionException unreachable) {
            logOnce(unreachable);
        } catch (RuntimeException failure) {
            LOG.error("Polling for streams failed and will be retried", failure);
        }
        return false;
    }

    /** Logs an outage once instead of at every poll. */
    private void logOnce(RuntimeException unreachable) {
        if (!outageLogged) {
            LOG.warn("Streams are paused because the database is unavailable: {}", unreachable.getMessage());
        }
        outageLogged = true;
    }

    /** Closes all streams, because the web server then waits for running requests and streams would never end. */
    @Override
    public void stop() {
        running = false;
        wakeUps.release();
        open.forEach(Subscriber::close);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
