package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.jobs.queue.JobQueue;
import dev.isograd.jobs.queue.LeaseRenewals;
import dev.isograd.worker.devices.TestDevices;
import dev.isograd.worker.registry.Heartbeat;
import java.time.Duration;
import java.util.stream.Stream;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.context.properties.bind.Binder;
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
                SETTINGS);

        boolean trained = loop.trainNext("wrk_1");

        assertThat(trained).isFalse();
    }

    static Stream<RuntimeException> failures() {
        return Stream.of(
                new DataAccessResourceFailureException("The connection was lost"),
                new CannotCreateTransactionException("No connection within 30 s"),
                new IllegalStateException("A bug"));
    }

    private static <T> T failing(Class<T> type, RuntimeException failure) {
        ProxyFactory factory = new ProxyFactory();
        factory.setTargetClass(type);
        factory.addAdvice((MethodInterceptor) call -> {
            if (call.getMethod().getReturnType() == Duration.class) {
                return Duration.ofMinutes(1);
            }
            throw failure;
        });
        return type.cast(factory.getProxy(type.getClassLoader()));
    }
}
