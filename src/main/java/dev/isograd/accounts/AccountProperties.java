package dev.isograd.accounts;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of sign-in and API keys.
 *
 * @param pepper secret with which keys are hashed; if empty, a secret in the data directory is used
 * @param signInLink whether a sign-in link for browsers is printed at start
 * @param sessionLifetime time after which a browser session ends, even if it is in use
 */
@ConfigurationProperties("isograd.accounts")
public record AccountProperties(
        @DefaultValue("") String pepper,
        @DefaultValue("true") boolean signInLink,
        @DefaultValue("30d") Duration sessionLifetime) {

    private static final int SHORTEST_PEPPER = 16;

    public AccountProperties {
        if (!pepper.isBlank() && pepper.strip().length() < SHORTEST_PEPPER) {
            throw new IllegalArgumentException(
                    "isograd.accounts.pepper must have at least %d characters".formatted(SHORTEST_PEPPER));
        }
        if (!sessionLifetime.isPositive()) {
            throw new IllegalArgumentException("isograd.accounts.session-lifetime must be longer than zero");
        }
    }
}
