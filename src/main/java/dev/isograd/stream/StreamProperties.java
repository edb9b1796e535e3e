package dev.isograd.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of streams.
 *
 * @param pollInterval wait between looks at the tables, for all streams of this process together
 * @param commentInterval longest silence; a comment breaks it
 * @param rightsInterval wait between looks whether a client may still read
 * @param longestDelay a client that takes longer to read what it was sent is cut off
 * @param perAccount streams that one account may have open in this process
 * @param reconnectDelay how long clients wait before they come back
 */
@ConfigurationProperties("isograd.stream")
record StreamProperties(
        @DefaultValue("150ms") Duration pollInterval,
        @DefaultValue("15s") Duration commentInterval,
        @DefaultValue("30s") Duration rightsInterval,
        @DefaultValue("30s") Duration longestDelay,
        @DefaultValue("20") int perAccount,
        @DefaultValue("2s") Duration reconnectDelay) {

    StreamProperties {
        if (perAccount < 1) {
            throw new IllegalArgumentException("isograd.stream.per-account must be at least 1");
        }
    }
}
