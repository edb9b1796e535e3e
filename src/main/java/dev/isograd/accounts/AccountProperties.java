package dev.isograd.accounts;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of sign-in and keys.
 *
 * @param pepper secret under which keys are hashed; empty for one kept in the data directory
 * @param signInLink whether a link that signs the browser in is printed at start
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
