package dev.isograd.jobs.queue;

import dev.isograd.Ids;
import dev.isograd.datasets.DatasetImports;
import dev.isograd.jobs.AttemptId;
import dev.isograd.jobs.AttemptSuperseded;
import dev.isograd.jobs.JobHistory;
import dev.isograd.jobs.JobProgress;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.transaction.TransactionException;

/** A worker process that can be killed and frozen, with the real queue, leases and reaper; its jobs only wait. */
final class ChaosWorker {

    /** Printed before each step of work, so that a test knows that the process is working. */
    static final String WORKING = "working";

    /** Printed when a write was refused because its attempt was superseded. */
    static final String REFUSED = "refused";

    private static final Random RANDOM = new Random();

    private ChaosWorker() {}

    /** The part of the service that workers need for the queue; not a configuration, so that scans do not find it. */
    @EntityScan("dev.isograd.jobs")
    @EnableJpaRepositories("dev.isograd.jobs")
    @EnableConfigurationProperties(JobProperties.class)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        HibernateJpaAutoConfiguration.class,
        DataJpaRepositoriesAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    @ComponentScan(
            basePackageClasses = JobHistory.class,
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*\\.ImportEnds"))
    @Import({
        DatasetImports.class,
        JobQueue.class,
        QueueMeters.class,
        JobClaims.class,
        JobLeases.class,
        JobAttempts.class,
        JobHistory.class,
        LeaseRenewals.class,
        ExpiredLeaseReaper.class
    })
    static class Beans {
        @Bean
        InstantSource clock() {
            return Clock.systemUTC();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        Ids ids(InstantSource clock) {
            return new Ids(clock);
        }
    }

    public static void main(String[] settings) throws InterruptedException {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Beans.class)
                .web(WebApplicationType.NONE)
                .run(settings);
        String worker = "worker-" + ProcessHandle.current().pid();
        ExpiredLeaseReaper reaper = context.getBean(ExpiredLeaseReaper.class);
        while (!Thread.interrupted()) {
            try {
                reaper.reap();
                if (!workOnce(context, worker)) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (AttemptSuperseded late) {
                System.out.println(REFUSED);
            } catch (DataAccessException | TransactionException databaseIsDown) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private static boolean workOnce(ConfigurableApplicationContext context, String worker) throws InterruptedException {
        JobQueue queue = context.getBean(JobQueue.class);
        LeaseRenewals leases = context.getBean(LeaseRenewals.class);
        Optional<ClaimedJob> job = queue.claim(FreeSlots.one(worker, "cpu"));
        if (job.isEmpty()) {
            return false;
        }
        AttemptId attempt = job.get().attempt();
        System.out.println(WORKING);
        int slices = 1 + RANDOM.nextInt(6);
        for (int slice = 0; slice < slices; slice++) {
            TimeUnit.MILLISECONDS.sleep(40);
            leases.renew(List.of(attempt));
            queue.progress(attempt, new JobProgress(1, 1, slice, slices, null));
        }
        queue.succeed(attempt, Map.of("worker", worker));
        return true;
    }
}
