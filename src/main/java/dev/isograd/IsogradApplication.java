package dev.isograd;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the service in the roles it is given: {@code api}, {@code worker} or both. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class IsogradApplication {

    public static void main(String[] args) {
        SpringApplication.run(IsogradApplication.class, args);
    }

    /** In microseconds, as the database keeps times: what is answered first is what is answered later. */
    @Bean
    InstantSource clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));
    }

    @Bean
    Ids ids(InstantSource clock) {
        return new Ids(clock);
    }
}
