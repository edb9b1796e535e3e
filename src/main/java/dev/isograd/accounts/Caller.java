package dev.isograd.accounts;

import dev.isograd.access.Right;
import dev.isograd.audit.Actor;
import java.security.Principal;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The account that makes a request and the project that the request applies to.
 *
 * @param account id of the account
 * @param project id of the project; other projects are invisible to the caller
 * @param means how the caller was authenticated
 * @param key id of the API key, also of the key with which a session began; null if it began with a link
 * @param role the account's role in the project
 * @param rights what the caller may do: the rights of the role, as far as the scopes of the key allow them
 */
public record Caller(
        String account,
        String project,
        Means means,
        @Nullable String key,
        MemberRole role,
        Set<Right> rights) implements Actor, Principal {

    /** The way in which a caller is authenticated. */
    public enum Means {
        SESSION,
        KEY
    }

    public Caller {
        rights = Set.copyOf(rights);
    }

    public boolean may(Right right) {
        return rights.contains(right);
    }

    @Override
    public boolean isSession() {
        return means == Means.SESSION;
    }

    /** Returns what rate limits count by: the key, or the account of a session that began with a link. */
    @Override
    public String getName() {
        return key == null ? account : key;
    }
}
