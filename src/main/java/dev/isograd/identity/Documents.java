package dev.isograd.identity;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import java.time.Duration;

/** Fetches the small public documents of identity providers, with limits of time and size. */
final class Documents {

    static final Duration CONNECT_TIME = Duration.ofSeconds(2);
    static final Duration READ_TIME = Duration.ofSeconds(5);

    private static final int MOST_BYTES = 512 * 1024;

    private Documents() {}

    static ResourceRetriever retriever() {
        return new DefaultResourceRetriever((int) CONNECT_TIME.toMillis(), (int) READ_TIME.toMillis(), MOST_BYTES);
    }
}
