package dev.isograd.accounts.identities;

import dev.isograd.audit.Actor;
import org.jspecify.annotations.Nullable;

/**
 * An account that changes by what its identity provider says.
 *
 * @param key id of the key that a CI system gets; null in a browser, and before the key exists
 */
record IdentityActor(String account, @Nullable String key, boolean isSession) implements Actor {

    static IdentityActor person(String account) {
        return new IdentityActor(account, null, true);
    }

    static IdentityActor system(String account, @Nullable String key) {
        return new IdentityActor(account, key, false);
    }
}
