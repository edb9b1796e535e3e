package dev.isograd.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Builds the links to this service that it hands out.
 *
 * <p>Never uses the Host header: its sender would decide where the link, which contains a signature, leads.
 */
@Component
public class PublicUrl {

    private final String configured;
    private final Environment environment;

    PublicUrl(@Value("${isograd.web.public-url}") String configured, Environment environment) {
        this.configured = check(configured.strip());
        this.environment = environment;
    }

    private static String check(String url) {
        if (!url.isEmpty() && !isAbsolute(URI.create(url))) {
            throw new IllegalArgumentException(
                    "isograd.web.public-url must be empty or an address such as https://isograd.example.org");
        }
        return url.replaceAll("/+$", "");
    }

    private static boolean isAbsolute(URI url) {
        return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                && url.getHost() != null
                && url.getUserInfo() == null
                && url.getQuery() == null
                && url.getFragment() == null;
    }

    /**
     * Returns the address of a path: absolute if a public URL is configured or the service listens on loopback only,
     * relative to the request's address otherwise.
     */
    public String of(String path) {
        if (!configured.isEmpty()) {
            return configured + path;
        }
        String port = environment.getProperty("local.server.port");
        return port != null && isLocalOnly() ? "http://localhost:%s%s".formatted(port, path) : path;
    }

    /** A reverse proxy on the same machine also uses loopback, and its clients cannot. */
    private boolean isLocalOnly() {
        String address = environment.getProperty("server.address", "");
        boolean isPlain = environment
                        .getProperty("server.forward-headers-strategy", "none")
                        .equalsIgnoreCase("none")
                && !environment.getProperty("server.ssl.enabled", Boolean.class, false);
        try {
            return isPlain
                    && !address.isEmpty()
                    && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException unresolvable) {
            return false;
        }
    }
}
