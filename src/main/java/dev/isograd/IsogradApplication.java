package dev.isograd;

import dev.isograd.tasks.TaskRoles;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Starts the service in its configured roles: {@code api}, {@code worker} or both, or one of the tasks. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class IsogradApplication {

    private static final int PERIODIC_TASKS = 12;

    public static void main(String[] args) {
        ShutdownLimit.install();
        // Programs read the files and messages of this process, so its digits do not depend on the user's language.
        Locale.setDefault(Locale.ROOT);
        TaskRoles.run(IsogradApplication.class, args);
    }

    /** Rounds to microseconds, the precision of the database, so that a stored time reads back unchanged. */
    @Bean
    InstantSource clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
    }

    /**
     * Gives each periodic task a thread, so that a long sweep of the store cannot delay the detection of lost workers.
     */
    @Bean
    ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
        return builder.poolSize(PERIODIC_TASKS).build();
    }

    @Bean
    Ids ids(InstantSource clock) {
        return new Ids(clock);
    }
}
