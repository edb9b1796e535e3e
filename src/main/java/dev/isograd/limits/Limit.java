package dev.isograd.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One rate limit, with a token bucket for each key or address. */
final class Limit {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    // Bounds the memory that requests from many addresses can take; the least used buckets are dropped first.
    private static final int MOST_BUCKETS = 100_000;

    // An unused bucket is dropped when it is full again.
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_BUCKETS)
            .expireAfterAccess(MINUTE.multipliedBy(2))
            .build();

    private final @Nullable Bandwidth bandwidth;
    private final String code;
    private final String detail;

    private Limit(@Nullable Bandwidth bandwidth, String code, String detail) {
        this.bandwidth = bandwidth;
        this.code = code;
        this.detail = detail;
    }

    /**
     * Makes a limit of which a part comes back every few seconds.
     *
     * @param perMinute 0 for no limit
     */
    static Limit spread(int perMinute, String code, String detail) {
        Bandwidth bandwidth = perMinute == 0
                ? null
                : Bandwidth.builder()
                        .capacity(perMinute)
                        .refillGreedy(perMinute, MINUTE)
                        .build();
        return new Limit(bandwidth, code, detail.formatted(perMinute));
    }

    /**
     * Makes a limit that is exact within a minute, which begins with the first event.
     *
     * @param perMinute 0 for no limit
     */
    static Limit exact(int perMinute, String code, String detail) {
        Bandwidth bandwidth = perMinute == 0
                ? null
                : Bandwidth.builder()
                        .capacity(perMinute)
                        .refillIntervally(perMinute, MINUTE)
                        .build();
        return new Limit(bandwidth, code, detail.formatted(perMinute));
    }

    /** Counts one event; an event above the limit is not counted. */
    void count(String name) {
        if (bandwidth != null) {
            bucket(name, bandwidth).tryConsume(1);
        }
    }

    /** @throws TooManyRequests if the limit is reached */
    void check(String name) {
        if (bandwidth != null) {
            EstimationProbe probe = bucket(name, bandwidth).estimateAbilityToConsume(1);
            refuseIf(!probe.canBeConsumed(), probe.getNanosToWaitForRefill());
        }
    }

    /** @throws TooManyRequests if the limit is reached; otherwise the event is counted */
    void checkAndCount(String name) {
        if (bandwidth != null) {
            ConsumptionProbe probe = bucket(name, bandwidth).tryConsumeAndReturnRemaining(1);
            refuseIf(!probe.isConsumed(), probe.getNanosToWaitForRefill());
        }
    }

    private void refuseIf(boolean reached, long nanosToWait) {
        if (reached) {
            throw new TooManyRequests(code, detail, Duration.ofNanos(nanosToWait));
        }
    }

    // Nanoseconds come from the monotonic clock; the wall clock may jump.
    private Bucket bucket(String name, Bandwidth limit) {
        return buckets.get(
                name,
                it -> Bucket.builder().withNanosecondPrecision().addLimit(limit).build());
    }
}
