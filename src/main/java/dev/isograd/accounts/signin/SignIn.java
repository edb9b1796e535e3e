package dev.isograd.accounts.signin;

import dev.isograd.Digests;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.Grants;
import dev.isograd.limits.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tokens of printed links, each of which signs in the administrator once.
 *
 * <p>They are in the database, as hashes, so that any process can use up the token that another has printed.
 */
@Component
class SignIn {

    static final Duration VALID_FOR = Duration.ofMinutes(15);

    private static final int BYTES = 32;

    private final JdbcClient jdbc;
    private final Grants grants;
    private final RateLimits limits;
    private final SecureRandom random = new SecureRandom();

    SignIn(JdbcClient jdbc, Grants grants, RateLimits limits) {
        this.jdbc = jdbc;
        this.grants = grants;
        this.limits = limits;
    }

    /** Creates a token; it is not stored and cannot be shown again. */
    String issue() {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        jdbc.sql("delete from sign_in_token where expires_at < clock_timestamp()")
                .update();
        jdbc.sql("insert into sign_in_token values (:hash, clock_timestamp() + :valid * interval '1 second')")
                .param("hash", hash(token))
                .param("valid", VALID_FOR.toSeconds())
                .update();
        return token;
    }

    /**
     * Uses up a token.
     *
     * @throws UnusableSignInLink if it is unknown, was used already, or is too old
     */
    Caller use(HttpServletRequest request, String token) {
        limits.checkFailures(request);
        // A single statement, so that only one of several simultaneous requests succeeds.
        int used = jdbc.sql("delete from sign_in_token where hash = :hash and expires_at > clock_timestamp()")
                .param("hash", hash(token))
                .update();
        if (used == 0) {
            limits.countFailure(request);
            throw new UnusableSignInLink();
        }
        return grants.ofAdministrator().orElseThrow(UnusableSignInLink::new);
    }

    private static byte[] hash(String token) {
        return Digests.sha256().digest(token.getBytes(StandardCharsets.UTF_8));
    }
}
