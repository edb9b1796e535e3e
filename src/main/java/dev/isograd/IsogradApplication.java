package dev.isograd;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service in the roles it is given: {@code api}, {@code worker} or both. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IsogradApplication {

    public static void main(String[] args) {
        SpringApplication.run(IsogradApplication.class, args);
    }
}
