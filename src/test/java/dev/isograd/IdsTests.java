package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTests {

    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
    private final Ids ids = new Ids(() -> Instant.ofEpochMilli(now.get()));

    @Test
    void increasesWithinAndAcrossMilliseconds() {
        List<String> made = IntStream.range(0, 10_000)
                .mapToObj(i -> {
                    now.addAndGet(i % 100 == 0 ? 1 : 0);
                    return ids.next("job");
                })
                .toList();

        assertThat(made).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("job_[0-9a-hjkmnp-tv-z]{26}"));
    }

    @Test
    void keepsIncreasingWhenTheClockIsSetBack() {
        String before = ids.next("job");
        now.addAndGet(-60_000);

        assertThat(ids.next("job")).isGreaterThan(before);
    }

    @Test
    void startsWithTheTime() {
        assertThat(ids.next("evt")).startsWith("evt_01hf7yat00");
    }
}
