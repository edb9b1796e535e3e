package dev.isograd.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The rate limits of one process; 0 turns a limit off.
 *
 * @param failuresPerMinute wrong keys and sign-ins of one address
 * @param submissionsPerMinute jobs that one API key creates
 * @param requestsPerMinute requests with one API key, except predictions
 * @param predictionsPerMinute predictions that one API key asks for
 */
@ConfigurationProperties("isograd.limits")
record LimitProperties(
        @DefaultValue("20") int failuresPerMinute,
        @DefaultValue("60") int submissionsPerMinute,
        @DefaultValue("1200") int requestsPerMinute,
        @DefaultValue("30000") int predictionsPerMinute) {

    LimitProperties {
        if (failuresPerMinute < 0 || submissionsPerMinute < 0 || requestsPerMinute < 0 || predictionsPerMinute < 0) {
            throw new IllegalArgumentException("isograd.limits must not contain negative numbers; 0 turns a limit off");
        }
    }
}
