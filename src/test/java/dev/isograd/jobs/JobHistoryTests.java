package dev.isograd.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Ids;
import jakarta.persistence.EntityManager;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;

class JobHistoryTests {

    private static final Instant NOW = Instant.EPOCH;

    private final List<Object> published = new ArrayList<>();
    private final JobHistory history = new JobHistory(
            (EntityManager) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, values) -> null),
            new Ids(() -> NOW),
            imports(),
            published::add);

    private static ImportEnds imports() {
        ProxyFactory factory = new ProxyFactory();
        factory.setTargetClass(ImportEnds.class);
        factory.addAdvice((MethodInterceptor) call -> null);
        return (ImportEnds) factory.getProxy(ImportEnds.class.getClassLoader());
    }

    @Test
    void tellsThisProcessThatAJobIsQueued() {
        Job job = new Job("job_1", "prj_1", SampleJobs.submission(), null, null, NOW);

        history.changed(job, null, "Submitted.", NOW);

        assertThat(published).containsExactly(new JobHistory.Queued("job_1"));
    }

    @Test
    void tellsTheTransactionThatAJobIsOver() {
        Job job = new Job("job_1", "prj_1", SampleJobs.submission(), null, null, NOW);
        job.cancel(NOW);

        history.changed(job, JobState.QUEUED, "Cancelled.", NOW);

        assertThat(published).containsExactly(new JobHistory.Ended("job_1"));
    }

    @Test
    void tellsNothingOfOtherStates() {
        Job job = new Job("job_1", "prj_1", SampleJobs.submission(), null, null, NOW);
        job.pause();

        history.changed(job, JobState.QUEUED, "Paused.", NOW);

        assertThat(published).isEmpty();
    }
}
