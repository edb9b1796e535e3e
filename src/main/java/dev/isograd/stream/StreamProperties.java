package dev.isograd.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of streams.
 *
 * @param pollInterval time between two polls of the tables, which serve all streams of this process
 * @param commentInterval longest time without data, after which a stream sends a comment
 * @param rightsInterval time between two checks that a stream's API key or session is still valid
 * @param longestDelay time within which a client must read a message; a slower client is disconnected
 * @param perAccount maximum number of open streams of one account in this process
 * @param reconnectDelay time that clients are asked to wait before they reconnect
 */
@ConfigurationProperties("isograd.stream")
record StreamProperties(
        @DefaultValue("150ms") Duration pollInterval,
        @DefaultValue("15s") Duration commentInterval,
        @DefaultValue("5s") Duration rightsInterval,
        @DefaultValue("30s") Duration longestDelay,
        @DefaultValue("20") int perAccount,
        @DefaultValue("2s") Duration reconnectDelay) {

    StreamProperties {
        if (perAccount < 1) {
            throw new IllegalArgumentException("isograd.stream.per-account must be at least 1");
        }
    }
}
