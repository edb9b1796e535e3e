package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTests {

    @Test
    void computesTheDeviationOfASample() {
        Statistics statistics = Statistics.of(List.of(1.0, 2.0, 3.0, 6.0));

        assertThat(statistics.mean()).isEqualTo(3);
        assertThat(statistics.deviation()).isCloseTo(Math.sqrt(14.0 / 3), within(1e-12));
    }

    @Test
    void hasNoDeviationForOneValue() {
        assertThat(Statistics.of(List.of(1.0)).deviation()).isNaN();
    }

    @Test
    void isClearOnlyBeyondTwoDeviationsOfThreeValuesOrMore() {
        assertThat(Statistics.of(List.of(1.0, 1.1, 1.2)).isClear()).isTrue();
        assertThat(Statistics.of(List.of(-1.0, -1.1, -1.2)).isClear()).isTrue();
        assertThat(Statistics.of(List.of(0.1, 1.1, 2.1)).isClear()).isFalse();
        assertThat(Statistics.of(List.of(1.0, 1.1)).isClear()).isFalse();
        assertThat(Statistics.of(List.of()).isClear()).isFalse();
    }
}
