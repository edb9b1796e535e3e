package dev.isograd.accounts;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of sign-in and API keys.
 *
 * @param pepper secret with which keys are hashed; if empty, a secret in the data directory is used
 * @param signInLink whether a sign-in link for browsers is printed at start
 */
@ConfigurationProperties("isograd.accounts")
record AccountProperties(
        @DefaultValue("") String pepper,
        @DefaultValue("true") boolean signInLink) {

    private static final int SHORTEST_PEPPER = 16;

    AccountProperties {
        if (!pepper.isBlank() && pepper.strip().length() < SHORTEST_PEPPER) {
            throw new IllegalArgumentException(
                    "isograd.accounts.pepper must have at least %d characters".formatted(SHORTEST_PEPPER));
        }
    }
}
