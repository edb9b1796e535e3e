package dev.isograd.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPositionTests {

    private static final String JOB = "job_1";
    private static final String JOB_HASH = StreamPosition.of(JOB, Map.of()).toString();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".s1",
                ".l340.m77.s12",
                ".l340.m77.s12.P1a2b3c4d",
                ".l340.s12.P0.end",
                ".s999999999999999999.end"
            })
    void readsWhatItWrites(String numbers) {
        assertThat(StreamPosition.read(JOB, JOB_HASH + numbers)).hasToString(JOB_HASH + numbers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                ".s",
                ".s-1",
                ".s1.",
                ".s1 ",
                ".s1.end.end",
                ".s1.Pxyz",
                ".s1;l2",
                ".s1.P1.l2",
                ".s9999999999999999999"
            })
    void rejectsMalformedIds(String numbers) {
        assertThatThrownBy(() -> StreamPosition.read(JOB, JOB_HASH + numbers)).isInstanceOf(UnreadablePosition.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s1", ".s1", "J.s1", "Jx.s1"})
    void rejectsIdsWithoutAJobHash(String id) {
        assertThatThrownBy(() -> StreamPosition.read(JOB, id)).isInstanceOf(UnreadablePosition.class);
    }

    /** A number of another job may exceed all numbers of this one, and the client would never receive an entry. */
    @Test
    void rejectsIdsOfAnotherJob() {
        String other = StreamPosition.of("job_2", Map.of('s', 12L)).toString();

        assertThatThrownBy(() -> StreamPosition.read(JOB, other)).isInstanceOf(UnreadablePosition.class);
    }

    @Test
    void rejectsOverlongIds() {
        assertThatThrownBy(() -> StreamPosition.read(JOB, JOB_HASH + ".l1".repeat(100)))
                .isInstanceOf(UnreadablePosition.class);
    }

    @Test
    void startsBeforeTheFirstEntry() {
        assertThat(StreamPosition.read(JOB, "0").number('l')).isZero();
    }
}
