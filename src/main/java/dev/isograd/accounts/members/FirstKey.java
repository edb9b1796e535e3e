package dev.isograd.accounts.members;

import dev.isograd.accounts.ApiKeyService;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The administrator's key, if the operator has chosen it: a pod has no folder from which a generated one could be read.
 *
 * @param firstKey text of the key that the administrator gets in an empty database; if empty, it is generated
 */
@ConfigurationProperties("isograd.accounts")
record FirstKey(@DefaultValue("") String firstKey) {

    FirstKey {
        firstKey = firstKey.strip();
        if (!firstKey.isEmpty() && !ApiKeyService.isKey(firstKey)) {
            throw new IllegalArgumentException(
                    "isograd.accounts.first-key is not an API key; docs/deployment.md shows how to make one");
        }
    }

    boolean isChosen() {
        return !firstKey.isEmpty();
    }

    /** Without the secret, since settings may be logged. */
    @Override
    public String toString() {
        return "FirstKey[isChosen=%s]".formatted(isChosen());
    }
}
