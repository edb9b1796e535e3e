package dev.isograd.fuzz;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.jobs.web.TestJobs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** A short run of what {@code FuzzTests} does at length. */
@IsogradTest
class FuzzIntegrationTests {

    private static final int REQUESTS = Integer.getInteger("isograd.test.fuzz.requests", 500);
    private static final long SEED = Long.getLong("isograd.test.fuzz.seed", System.currentTimeMillis());

    @Autowired
    private Api api;

    @Autowired
    private TestJobs jobs;

    @Value("${local.server.port}")
    private int port;

    private final LogSize log = new LogSize();

    @BeforeEach
    void countLog() {
        log.start();
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
    }

    @AfterEach
    void stopCounting() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
        jobs.clear();
    }

    @Test
    void survivesHostileRequests() throws IOException {
        List<String> ids = List.of(jobs.submit(), "fashion-mnist-sample", "ckpt_1", "key_1", "weights.safetensors");

        new FuzzRun(port, log.bytes::get).send(REQUESTS, SEED, api.key(), ids);
    }

    private static final class LogSize extends AppenderBase<ILoggingEvent> {

        final AtomicLong bytes = new AtomicLong();

        @Override
        protected void append(ILoggingEvent event) {
            IThrowableProxy failure = event.getThrowableProxy();
            bytes.addAndGet(100
                    + event.getFormattedMessage().length()
                    + (failure == null
                            ? 0
                            : ThrowableProxyUtil.asString(failure).length()));
        }
    }
}
