package dev.isograd.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret with which messages are signed, as Standard Webhooks describes it.
 *
 * @param text {@code whsec_} and the key in Base64
 */
record Secret(String text) {

    static final int FEWEST_BYTES = 24;
    static final int MOST_BYTES = 64;

    private static final String PREFIX = "whsec_";
    private static final int RANDOM_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    static Secret random(SecureRandom random) {
        byte[] key = new byte[RANDOM_BYTES];
        random.nextBytes(key);
        return new Secret(PREFIX + Base64.getEncoder().encodeToString(key));
    }

    /** Returns the secret that a user has chosen, if it has the right form and length. */
    static Optional<Secret> parse(String text) {
        if (!text.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            int length = new Secret(text).key().length;
            return length < FEWEST_BYTES || length > MOST_BYTES ? Optional.empty() : Optional.of(new Secret(text));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    static @Nullable Secret ofNullable(@Nullable String text) {
        return text == null ? null : new Secret(text);
    }

    private byte[] key() {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()));
    }

    /** Returns the signature of a message, with its version. */
    String sign(String id, long timestamp, String body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key(), ALGORITHM));
            String signed = id + "." + timestamp + "." + body;
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every JVM has " + ALGORITHM, impossible);
        }
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
