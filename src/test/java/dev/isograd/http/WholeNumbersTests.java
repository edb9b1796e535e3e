package dev.isograd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeNumbersTests {

    static Stream<Object> twos() {
        return Stream.of(
                2,
                2L,
                2.0,
                2f,
                new BigDecimal("2.00"),
                new BigDecimal("0.2e1"),
                BigInteger.TWO,
                "2",
                "2.0",
                "2e0",
                "20e-1");
    }

    @ParameterizedTest
    @MethodSource("twos")
    void readsTheSameNumberInEveryForm(Object two) {
        assertThat(WholeNumbers.read(two)).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 2",
                "2.5",
                "+2",
                "0x2",
                "2.",
                ".2",
                "1e999999999",
                "9223372036854775808",
                "٢",
                "NaN",
                "2d",
                "--2"
            })
    void refusesEverythingElse(String text) {
        assertThat(WholeNumbers.read(text)).isEmpty();
    }

    @Test
    void refusesValuesThatAreNoNumbers() {
        assertThat(WholeNumbers.read(null)).isEmpty();
        assertThat(WholeNumbers.read(true)).isEmpty();
        assertThat(WholeNumbers.read(List.of(2))).isEmpty();
        assertThat(WholeNumbers.read(Map.of())).isEmpty();
        assertThat(WholeNumbers.read(Double.POSITIVE_INFINITY)).isEmpty();
        assertThat(WholeNumbers.read(1e300)).isEmpty();
    }
}
