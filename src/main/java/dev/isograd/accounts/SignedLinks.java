package dev.isograd.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Signs temporary addresses that need no other credential. */
@Component
public class SignedLinks {

    /** Separates signatures of links from hashes of keys, which use the same secret and have another prefix. */
    private static final String PURPOSE = "link:";

    private final Pepper pepper;
    private final InstantSource clock;

    SignedLinks(Pepper pepper, InstantSource clock) {
        this.pepper = pepper;
        this.clock = clock;
    }

    /**
     * A signed address.
     *
     * @param address path and query
     */
    public record Link(String address, Instant expiresAt) {}

    public Link sign(String path, Duration validFor) {
        Instant expiresAt = clock.instant().plus(validFor).truncatedTo(ChronoUnit.SECONDS);
        String expires = Long.toString(expiresAt.getEpochSecond());
        return new Link("%s?expires=%s&signature=%s".formatted(path, expires, signature(path, expires)), expiresAt);
    }

    /** @throws dev.isograd.http.RequestProblem if the signature does not match or the link has expired */
    public void check(String path, @Nullable String expires, @Nullable String signature) {
        if (expires == null || signature == null || !expires.matches("[0-9]{1,12}")) {
            throw new InvalidLink();
        }
        byte[] expected = signature(path, expires).getBytes(StandardCharsets.US_ASCII);
        boolean genuine = MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        if (!genuine || !clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expires)))) {
            throw new InvalidLink();
        }
    }

    private String signature(String path, String expires) {
        return HexFormat.of().formatHex(pepper.hash(PURPOSE + expires + ":" + path));
    }
}
