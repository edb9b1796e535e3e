package dev.isograd;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Planted defects, each of which the mutations find. */
class ByteReaderContractTests {

    @FunctionalInterface
    private interface Reader {
        void read(byte[] input) throws Exception;
    }

    private static ByteReaderContract contract(Reader reader) {
        return new ByteReaderContract() {
            @Override
            protected List<byte[]> samples() {
                return List.of(
                        "{\"name\":\"a\",\"size\":12}".getBytes(StandardCharsets.UTF_8),
                        new byte[] {0, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8});
            }

            @Override
            protected void read(byte[] input) throws Exception {
                reader.read(input);
            }

            @Override
            protected List<Class<? extends Exception>> refusals() {
                return List.of(IllegalStateException.class);
            }
        };
    }

    @Test
    void acceptsTheDeclaredException() {
        ByteReaderContract sound = contract(input -> {
            if (input.length < 12) {
                throw new IllegalStateException("too short");
            }
        });

        assertThatCode(sound::readsOrRefusesMutatedBytes).doesNotThrowAnyException();
    }

    @Test
    void findsAnotherException() {
        assertFinds(
                input -> {
                    if (new String(input, StandardCharsets.UTF_8).contains("null")) {
                        throw new NullPointerException("planted");
                    }
                },
                "planted");
    }

    @Test
    void findsAnArrayOfTheSizeThatTheInputNames() {
        assertFinds(
                input -> {
                    int size = input.length < 4 ? 0 : ByteBuffer.wrap(input).getInt();
                    if (size > 0 && size < 64 << 20 && new byte[size].length != size) {
                        throw new AssertionError("impossible");
                    }
                },
                "bytes allocated");
    }

    @Test
    void findsARecursionAsDeepAsTheInput() {
        assertFinds(input -> depth(input, 0), "StackOverflowError");
    }

    private static int depth(byte[] input, int at) {
        return at < input.length && (input[at] == '[' || input[at] == '{')
                ? 1 + depth(input, at + 1)
                : depthAfter(input, at);
    }

    /** Skips what opens no level; each level costs a frame. */
    private static int depthAfter(byte[] input, int at) {
        return at < input.length ? depth(input, at + 1) : 0;
    }

    private static void assertFinds(Reader defect, String words) {
        assertThatThrownBy(() -> contract(defect).readsOrRefusesMutatedBytes())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(words);
    }
}
