package dev.isograd;

import java.security.SecureRandom;
import java.time.InstantSource;

/** Generates opaque ids that sort by time: a prefix, 48 bits of milliseconds and 80 random bits. */
public final class Ids {

    // Crockford's Base32 in lower case, which omits the easily confused letters i, l, o and u.
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TIME_LETTERS = 10;
    private static final int RANDOM_LETTERS = 16;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final byte[] randomPart = new byte[RANDOM_LETTERS];
    private long last = -1;

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    /** Returns an id greater than all earlier ids of this process, even within one millisecond. */
    public synchronized String next(String prefix) {
        long now = Math.max(last, clock.millis());
        if (now > last) {
            randomize();
            last = now;
        } else {
            increment();
        }
        return prefix + "_" + letters();
    }

    private void randomize() {
        random.nextBytes(randomPart);
        for (int i = 0; i < randomPart.length; i++) {
            randomPart[i] &= 31;
        }
        // A zero in the highest bit leaves room for increments within the millisecond.
        randomPart[0] &= 15;
    }

    private void increment() {
        for (int i = randomPart.length - 1; i >= 0; i--) {
            randomPart[i] = (byte) ((randomPart[i] + 1) & 31);
            if (randomPart[i] != 0) {
                return;
            }
        }
    }

    private String letters() {
        StringBuilder letters = new StringBuilder(TIME_LETTERS + RANDOM_LETTERS);
        for (int i = TIME_LETTERS - 1; i >= 0; i--) {
            letters.append(ALPHABET[(int) (last >>> (5 * i)) & 31]);
        }
        for (byte letter : randomPart) {
            letters.append(ALPHABET[letter]);
        }
        return letters.toString();
    }
}
