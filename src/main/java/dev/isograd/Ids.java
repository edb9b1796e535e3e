package dev.isograd;

import java.security.SecureRandom;
import java.time.InstantSource;

/** Makes opaque ids that sort by time: a prefix, 48 bits of milliseconds, 80 bits of chance. */
public final class Ids {

    // Crockford's alphabet in lower case: no i, l, o, u, so that ids survive being read aloud.
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TIME_LETTERS = 10;
    private static final int CHANCE_LETTERS = 16;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final byte[] chance = new byte[CHANCE_LETTERS];
    private long last = -1;

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    /** Ids of one process are strictly increasing, also within a millisecond. */
    public synchronized String next(String prefix) {
        long now = Math.max(last, clock.millis());
        if (now > last) {
            roll();
            last = now;
        } else {
            increment();
        }
        return prefix + "_" + letters();
    }

    private void roll() {
        random.nextBytes(chance);
        for (int i = 0; i < chance.length; i++) {
            chance[i] &= 31;
        }
        // Leaves room to count upwards within the millisecond.
        chance[0] &= 15;
    }

    private void increment() {
        for (int i = chance.length - 1; i >= 0; i--) {
            chance[i] = (byte) ((chance[i] + 1) & 31);
            if (chance[i] != 0) {
                return;
            }
        }
    }

    private String letters() {
        StringBuilder letters = new StringBuilder(TIME_LETTERS + CHANCE_LETTERS);
        for (int i = TIME_LETTERS - 1; i >= 0; i--) {
            letters.append(ALPHABET[(int) (last >>> (5 * i)) & 31]);
        }
        for (byte letter : chance) {
            letters.append(ALPHABET[letter]);
        }
        return letters.toString();
    }
}
