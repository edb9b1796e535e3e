package dev.isograd;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.task.ThreadPoolTaskSchedulerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Starts the service in the roles it is given: {@code api}, {@code worker} or both. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class IsogradApplication {

    private static final int PERIODIC_TASKS = 7;

    public static void main(String[] args) {
        SpringApplication.run(IsogradApplication.class, args);
    }

    /** In microseconds, as the database keeps times: what is answered first is what is answered later. */
    @Bean
    InstantSource clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
    }

    /** A thread for each periodic task: a sweep of the whole store must not keep lost workers from being noticed. */
    @Bean
    ThreadPoolTaskScheduler taskScheduler(ThreadPoolTaskSchedulerBuilder builder) {
        return builder.poolSize(PERIODIC_TASKS).build();
    }

    @Bean
    Ids ids(InstantSource clock) {
        return new Ids(clock);
    }
}
