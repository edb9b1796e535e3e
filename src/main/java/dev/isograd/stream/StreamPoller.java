package dev.isograd.stream;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
    private volatile long polledAt;
    private boolean outageLogged;

    StreamPoller(StreamDispatcher dispatcher, StreamProperties settings, MeterRegistry registry) {
        this.dispatcher = dispatcher;
        this.settings = settings;
        Gauge.builder("isograd.streams", open, Set::size)
                .description("Open streams of this process")
                .register(registry);
        Gauge.builder("isograd.event.lag", this, StreamPoller::lagSeconds)
                .description("Time since the tables were last read for streams; 0 without streams")
                .baseUnit("seconds")
                .register(registry);
    }

    private double lagSeconds() {
        return open.isEmpty() ? 0 : Math.max(0, System.nanoTime() - polledAt) / 1e9;
    }

    /** Adds a subscriber; each call needs a later {@link #leave}. */
    void join(Subscriber subscriber) {
        if (open.isEmpty()) {
            polledAt = System.nanoTime();
        }
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
            polledAt = System.nanoTime();
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
