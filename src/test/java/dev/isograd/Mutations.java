package dev.isograd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes valid inputs at random: single bits, numbers, words of JSON, and pieces that are removed, repeated or exchanged. */
final class Mutations {

    private static final int MOST_CHANGES = 6;
    private static final int LONGEST = 1 << 17;

    private static final long[] NUMBERS = {
        0,
        1,
        2,
        7,
        8,
        127,
        128,
        255,
        256,
        32767,
        65535,
        65536,
        Integer.MAX_VALUE,
        1L << 31,
        (1L << 32) - 1,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -2,
        100_000_000,
        8 << 20
    };

    private static final List<String> WORDS = List.of(
            "null",
            "true",
            "{}",
            "[]",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\u0000",
            "-1",
            "1e999",
            "-1e-999",
            "1.5",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999",
            "NaN",
            "Infinity",
            "-",
            ",",
            ":",
            "\"",
            "{",
            "}",
            "[",
            "]",
            "[".repeat(2_000),
            "{\"a\":".repeat(600),
            "\n",
            "\r\n",
            ".",
            "..",
            "/",
            "../../x",
            "\\",
            "%",
            "=",
            " ",
            "é",
            "😀",
            "\uFFFD",
            "\u202E",
            "a".repeat(70_000));

    private final List<byte[]> samples;
    private final Random random;

    Mutations(List<byte[]> samples, long seed) {
        this.samples = samples;
        this.random = new Random(seed);
    }

    byte[] next() {
        byte[] input = sample().clone();
        for (int change = 1 + random.nextInt(MOST_CHANGES); change > 0; change--) {
            byte[] changed = changed(input);
            input = changed.length <= LONGEST ? changed : input;
        }
        return input;
    }

    private byte[] sample() {
        return samples.get(random.nextInt(samples.size()));
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int length = Math.min(input.length - at, 1 + random.nextInt(1 << random.nextInt(8)));
        return switch (random.nextInt(11)) {
            case 0 -> flipped(input);
            case 1 -> replaced(input, at, Math.min(1, length), bytes(1));
            case 2 -> replaced(input, at, 0, bytes(1 + random.nextInt(16)));
            case 3 -> replaced(input, at, length, new byte[0]);
            case 4 -> replaced(input, at, 0, part(input, at, length));
            case 5 -> spliced(input, at);
            case 6 -> part(input, 0, at);
            case 7 -> replaced(input, at, Math.min(length, 8), binaryNumber());
            case 8 -> replaced(input, at, 0, word());
            case 9 -> replacedValue(input, at);
            default -> replacedDigits(input, at);
        };
    }

    private byte[] flipped(byte[] input) {
        if (input.length > 0) {
            input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    private byte[] spliced(byte[] input, int at) {
        byte[] other = sample();
        int from = random.nextInt(other.length + 1);
        return replaced(input, at, input.length - at, part(other, from, other.length - from));
    }

    /** Replaces what stands between two marks of JSON or of a list. */
    private byte[] replacedValue(byte[] input, int at) {
        int from = at;
        while (from > 0 && ",:[{ =".indexOf(input[from - 1]) < 0) {
            from--;
        }
        int to = at;
        while (to < input.length && ",]} =".indexOf(input[to]) < 0) {
            to++;
        }
        return replaced(input, from, to - from, word());
    }

    private byte[] replacedDigits(byte[] input, int at) {
        int from = at;
        while (from < input.length && !Character.isDigit(input[from])) {
            from++;
        }
        int to = from;
        while (to < input.length && Character.isDigit(input[to])) {
            to++;
        }
        return replaced(input, from, to - from, text(Long.toString(number())));
    }

    private byte[] binaryNumber() {
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer bytes = ByteBuffer.allocate(8).order(order);
        return random.nextBoolean()
                ? bytes.putLong(number()).array()
                : ByteBuffer.allocate(4).order(order).putInt((int) number()).array();
    }

    private long number() {
        return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private byte[] word() {
        return text(WORDS.get(random.nextInt(WORDS.size())));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] part(byte[] input, int from, int length) {
        return Arrays.copyOfRange(input, from, from + length);
    }

    private static byte[] replaced(byte[] input, int at, int length, byte[] by) {
        return ByteBuffer.allocate(input.length - length + by.length)
                .put(input, 0, at)
                .put(by)
                .put(input, at + length, input.length - at - length)
                .array();
    }
}
