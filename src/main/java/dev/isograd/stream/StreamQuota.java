package dev.isograd.stream;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Counts the open streams of each account. */
@Component
class StreamQuota {

    private final Map<String, Integer> taken = new ConcurrentHashMap<>();
    private final StreamProperties settings;

    StreamQuota(StreamProperties settings) {
        this.settings = settings;
    }

    /** Given back by closing. */
    interface Seat extends AutoCloseable {
        @Override
        void close();
    }

    /** @throws TooManyStreams if the account has no seat left */
    Seat take(String account) {
        taken.compute(account, (it, count) -> {
            int before = count == null ? 0 : count;
            if (before >= settings.perAccount()) {
                throw new TooManyStreams(settings.perAccount(), settings.reconnectDelay());
            }
            return before + 1;
        });
        return () -> taken.computeIfPresent(account, (it, count) -> count == 1 ? null : count - 1);
    }

    int taken() {
        return taken.values().stream().mapToInt(Integer::intValue).sum();
    }
}
