package dev.isograd.identity;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** The rule for addresses of identity providers: TLS, but on this machine. */
final class IssuerAddress {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private IssuerAddress() {}

    /** @throws IllegalArgumentException if keys from this address could be replaced on their way */
    static void check(String setting, String address) {
        if (!isSafe(address)) {
            throw new IllegalArgumentException(
                    "%s must be an https address without query, such as https://login.example.org; http is for localhost only"
                            .formatted(setting));
        }
    }

    static boolean isSafe(String address) {
        try {
            URI uri = new URI(address);
            boolean isLocal = "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
            return ("https".equals(uri.getScheme()) || isLocal)
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
