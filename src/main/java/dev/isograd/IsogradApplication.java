package dev.isograd;

import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** Starts the service in the roles it is given: {@code api}, {@code worker} or both. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IsogradApplication {

    public static void main(String[] args) {
        SpringApplication.run(IsogradApplication.class, args);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    Ids ids(InstantSource clock) {
        return new Ids(clock);
    }
}
