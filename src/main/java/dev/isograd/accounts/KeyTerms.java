package dev.isograd.accounts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a new API key is for and may do.
 *
 * @param account id of the account that the key acts for
 * @param project id of the project that the key acts in
 * @param expiresAt null if the key does not expire
 */
record KeyTerms(
        String account,
        String project,
        String name,
        Scopes scopes,
        @Nullable Instant expiresAt) {}
