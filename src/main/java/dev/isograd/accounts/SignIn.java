package dev.isograd.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Holds the token of the printed link, which signs in the administrator and is valid until the process ends. */
@Component
class SignIn {

    private static final int BYTES = 32;

    private final JdbcClient jdbc;
    private final String token;

    SignIn(JdbcClient jdbc) {
        this.jdbc = jdbc;
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    String token() {
        return token;
    }

    Optional<Caller> byToken(String given) {
        boolean same =
                MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
        return same ? firstProject() : Optional.empty();
    }

    /** Returns the administrator, which is the oldest account. */
    private Optional<Caller> firstProject() {
        return jdbc.sql("select account_id, id from project order by account_id, id limit 1")
                .query((row, number) -> new Caller(row.getString(1), row.getString(2), Caller.Means.SESSION))
                .optional();
    }
}
