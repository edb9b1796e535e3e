package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every reader of untrusted bytes promises: it reads them or refuses them with its own exception, and it uses no more
 * memory than a multiple of their number.
 *
 * <p>The bytes are mutations of valid samples, always the same ones for a seed. {@code docs/decisions.md} compares this with
 * Jazzer.
 */
public abstract class ByteReaderContract {

    private static final int INPUTS = 20_000;
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int LONGEST_SHOWN = 4_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Valid inputs, which the reader reads without an exception. */
    protected abstract List<byte[]> samples() throws Exception;

    /** Reads one input completely. */
    protected abstract void read(byte[] input) throws Exception;

    /** The exceptions that the reader declares for wrong bytes. */
    protected abstract List<Class<? extends Exception>> refusals();

    /** Bytes on the heap that reading an input of this length may allocate, garbage included. */
    protected long mostMemory(int length) {
        return (1L << 20) + 1_000L * length;
    }

    @Test
    void readsItsSamples() throws Exception {
        for (byte[] sample : samples()) {
            read(sample);
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void readsOrRefusesMutatedBytes() throws Exception {
        feed(1, INPUTS, SHORT);
    }

    @Test
    @Tag("chaos")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void readsOrRefusesManyMoreMutatedBytes() throws Exception {
        feed(2, Integer.MAX_VALUE, LONG);
    }

    private void feed(long seed, int most, Duration limit) throws Exception {
        Mutations mutations = new Mutations(samples(), seed);
        // Loads classes, whose memory does not count.
        read(samples().getFirst());
        long end = System.nanoTime() + limit.toNanos();
        int count = 0;
        while (count < most && System.nanoTime() < end) {
            byte[] input = mutations.next();
            count++;
            check(input, seed, count);
        }
        assertThat(count).as("inputs within %s", limit).isGreaterThan(50);
    }

    private void check(byte[] input, long seed, int number) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            read(input);
        } catch (Throwable thrown) {
            if (refusals().stream().noneMatch(declared -> declared.isInstance(thrown))) {
                throw new AssertionError(
                        "%s of seed %d, input %d: %s".formatted(thrown, seed, number, show(input)), thrown);
            }
        }
        long used = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(used)
                .as("bytes allocated for %d bytes of seed %d, input %d: %s", input.length, seed, number, show(input))
                .isLessThanOrEqualTo(mostMemory(input.length));
    }

    private static String show(byte[] input) {
        byte[] shown = Arrays.copyOf(input, Math.min(input.length, LONGEST_SHOWN));
        return new String(shown, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".") + " = "
                + HexFormat.of().formatHex(shown);
    }
}
