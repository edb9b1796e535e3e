package dev.isograd.database;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restarts the embedded PostgreSQL whenever its process has ended, on the same port, and keeps its log small. */
final class PostgresWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWatch.class);
    private static final Duration CHECK = Duration.ofMillis(500);

    private final PostgresCluster cluster;
    private final PostgresLog log;
    private final int port;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("postgres").daemon().unstarted(this::watch);
    private long downSince;
    private boolean failed;

    PostgresWatch(PostgresCluster cluster, PostgresLog log, int port) {
        this.cluster = cluster;
        this.log = log;
        this.port = port;
    }

    void start() {
        thread.start();
    }

    /** The server is not restarted after this call. */
    void stop(Duration limit) throws InterruptedException {
        stopping.countDown();
        thread.interrupt();
        thread.join(limit);
    }

    private void watch() {
        try {
            while (!stopping.await(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
                check();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void check() throws InterruptedException {
        try {
            log.rotateIfLarge();
            if (!cluster.isRunning()) {
                restart();
            }
        } catch (IOException | RuntimeException failure) {
            // Without this thread, the database would stay down. One line per outage is enough.
            if (!failed) {
                LOG.error("PostgreSQL cannot be restarted; retrying until it can: {}", failure.toString());
            }
            failed = true;
        }
    }

    private void restart() throws IOException, InterruptedException {
        if (downSince == 0) {
            downSince = System.nanoTime();
            LOG.warn("PostgreSQL has ended unexpectedly; it is restarted");
        }
        cluster.start(port);
        LOG.info(
                "PostgreSQL is running again after {} ms",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - downSince));
        downSince = 0;
        failed = false;
    }
}
