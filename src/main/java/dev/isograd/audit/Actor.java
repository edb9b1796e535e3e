package dev.isograd.audit;

import org.jspecify.annotations.Nullable;

/** Whoever makes a change. */
public interface Actor {

    /** Returns the id of the account. */
    String account();

    /** Returns the id of the API key, also of the key with which a session began; null if it began with a link. */
    @Nullable
    String key();

    boolean isSession();
}
