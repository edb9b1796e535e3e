package dev.isograd.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTests {

    @ParameterizedTest
    @ValueSource(
            strings = {"s1", "l340.m77.s12", "l340.m77.s12.P1a2b3c4d", "l340.s12.P0.end", "s999999999999999999.end"})
    void readsWhatItWrites(String id) {
        assertThat(StreamPosition.read(id)).hasToString(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "s",
                "s-1",
                "s1.",
                "s1 ",
                "s1.end.end",
                "s1.Pxyz",
                "s1;l2",
                "s1.P1.l2",
                "s9999999999999999999"
            })
    void refusesWhatItNeverWrote(String id) {
        assertThatThrownBy(() -> StreamPosition.read(id)).isInstanceOf(UnreadablePosition.class);
    }

    @Test
    void refusesEndlessIds() {
        assertThatThrownBy(() -> StreamPosition.read("s1" + ".l1".repeat(100))).isInstanceOf(UnreadablePosition.class);
    }

    @Test
    void beginsBeforeEverything() {
        assertThat(StreamPosition.read("0").number('l')).isZero();
    }
}
