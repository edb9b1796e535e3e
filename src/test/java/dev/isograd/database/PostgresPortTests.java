package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostgresPortTests {

    @Test
    void leavesThePortsThatTheServiceListensOnLater() {
        PrimitiveIterator.OfInt free = IntStream.of(40_000, 41_000, 42_000).iterator();

        assertThat(new PostgresPort(free::nextInt, List.of(40_000, 41_000)).choose())
                .isEqualTo(42_000);
    }
}
