package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.jobs.queue.LeaseRenewals;
import dev.isograd.worker.calibration.Calibration;
import dev.isograd.worker.devices.TestDevices;
import dev.isograd.worker.registry.Heartbeat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

class WorkerLoopTests {

    private static final WorkerProperties SETTINGS =
            new Binder().bindOrCreate("isograd.worker", WorkerProperties.class);

    @ParameterizedTest
    @MethodSource("failures")
    void keepsItsSlotWhateverFails(RuntimeException failure) {
        WorkerLoop loop = new WorkerLoop(
                failing(JobQueue.class, failure),
                new LeaseKeeper(failing(LeaseRenewals.class, failure), SETTINGS),
                failing(AttemptRunner.class, failure),
                failing(Heartbeat.class, failure),
                TestDevices.oneCpu(),
                failing(WorkerFolders.class, failure),
                SETTINGS,
                failing(Calibration.class, failure));

        boolean trained = loop.trainNext("wrk_1");

        assertThat(trained).isFalse();
    }

    @Test
    void looksIntoTheQueueOnceAJobIsQueued(@TempDir Path scratch) throws InterruptedException {
        WorkerProperties patient = new Binder(
                        new MapConfigurationPropertySource(Map.of("isograd.worker.poll-interval", "1h")))
                .bindOrCreate("isograd.worker", WorkerProperties.class);
        BlockingQueue<String> looks = new LinkedBlockingQueue<>();
        JobQueue queue = answering(JobQueue.class, call -> switch (call) {
            case "claim" -> {
                looks.add(call);
                yield Optional.empty();
            }
            default -> List.of();
        });
        WorkerLoop loop = new WorkerLoop(
                queue,
                new LeaseKeeper(answering(LeaseRenewals.class, call -> Duration.ofMinutes(1)), patient),
                answering(AttemptRunner.class, call -> true),
                answering(Heartbeat.class, call -> null),
                TestDevices.oneCpu(),
                answering(WorkerFolders.class, call -> call.equals("scratch") ? scratch : "wrk_1"),
                patient,
                answering(Calibration.class, call -> call.equals("isDue") ? false : null));

        loop.start();
        try {
            assertThat(looks.poll(10, TimeUnit.SECONDS)).isNotNull();
            assertThat(looks.poll(200, TimeUnit.MILLISECONDS)).isNull();
            loop.queued(new JobHistory.Queued("job_1"));
            assertThat(looks.poll(10, TimeUnit.SECONDS)).isNotNull();
        } finally {
            loop.stop();
        }
    }

    static Stream<RuntimeException> failures() {
        return Stream.of(
                new DataAccessResourceFailureException("The connection was lost"),
                new CannotCreateTransactionException("No connection within 30 s"),
                new IllegalStateException("A bug"));
    }

    private static <T> T failing(Class<T> type, RuntimeException failure) {
        return proxy(type, call -> {
            if (call.getMethod().getReturnType() == Duration.class) {
                return Duration.ofMinutes(1);
            }
            throw failure;
        });
    }

    /** @param answers maps the name of a method to what it returns */
    private static <T> T answering(Class<T> type, Function<String, @Nullable Object> answers) {
        return proxy(type, call -> answers.apply(call.getMethod().getName()));
    }

    private static <T> T proxy(Class<T> type, MethodInterceptor advice) {
        ProxyFactory factory = new ProxyFactory();
        factory.setTargetClass(type);
        factory.addAdvice(advice);
        return type.cast(factory.getProxy(type.getClassLoader()));
    }
}
