package dev.isograd.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Limits the number of open streams per account. */
@Component
class StreamQuota {

    private final Map<String, Integer> openStreams = new ConcurrentHashMap<>();
    private final StreamProperties settings;

    StreamQuota(StreamProperties settings) {
        this.settings = settings;
    }

    /** Permission for one open stream, which {@code close} releases. */
    interface Permit extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws TooManyStreams if the account has reached its limit */
    Permit acquire(String account) {
        openStreams.compute(account, (it, count) -> {
            int before = count == null ? 0 : count;
            if (before >= settings.perAccount()) {
                throw new TooManyStreams(settings.perAccount(), settings.reconnectDelay());
            }
            return before + 1;
        });
        return () -> openStreams.computeIfPresent(account, (it, count) -> count == 1 ? null : count - 1);
    }

    int openStreams() {
        return openStreams.values().stream().mapToInt(Integer::intValue).sum();
    }
}
