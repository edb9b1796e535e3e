package dev.isograd.tasks;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the role {@code smoke-test}.
 *
 * @param url address of the service
 * @param key API key with the scope submit
 * @param device device of the training
 * @param limit longest time until the training has succeeded
 */
@ConfigurationProperties("isograd.smoke-test")
record SmokeTestProperties(
        @DefaultValue("http://localhost:8080") String url,
        @DefaultValue("") String key,
        @DefaultValue("cpu") String device,
        @DefaultValue("10m") Duration limit) {

    /** Without the key, since settings may be logged. */
    @Override
    public String toString() {
        return "SmokeTestProperties[url=%s, device=%s, limit=%s]".formatted(url, device, limit);
    }
}
