package dev.isograd.learning.data;

import java.util.Arrays;

/**
 * One image whose bytes can be changed in place, channel by channel and row by row.
 *
 * @param bytes levels 0 to 255 of shape (channels, height, width)
 */
record Picture(byte[] bytes, int channels, int height, int width) {

    int pixels() {
        return height * width;
    }

    /** The level of a byte, 0 to 255. */
    int level(int index) {
        return bytes[index] & 0xFF;
    }

    /** Rounds to the nearest level. */
    void set(int index, double level) {
        bytes[index] = (byte) Math.clamp((int) Math.floor(level + 0.5), 0, 255);
    }

    /** Replaces each level by an entry of a table, which may differ from channel to channel. */
    void map(int channel, int[] levels) {
        for (int i = channel * pixels(); i < (channel + 1) * pixels(); i++) {
            bytes[i] = (byte) levels[level(i)];
        }
    }

    /** How often each level occurs in a channel. */
    int[] histogram(int channel) {
        int[] counts = new int[256];
        for (int i = channel * pixels(); i < (channel + 1) * pixels(); i++) {
            counts[level(i)]++;
        }
        return counts;
    }

    /** Brightness of a pixel: ITU-R 601 weights of red, green and blue; the mean where there are not three channels. */
    double grey(int pixel) {
        if (channels == 3) {
            return (299 * level(pixel) + 587 * level(pixel + pixels()) + 114 * level(pixel + 2 * pixels())) / 1000.0;
        }
        int sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += level(channel * pixels() + pixel);
        }
        return (double) sum / channels;
    }

    /** Makes a rectangle black. */
    void erase(int top, int left, int high, int wide) {
        for (int channel = 0; channel < channels; channel++) {
            for (int row = top; row < top + high; row++) {
                int from = channel * pixels() + row * width + left;
                Arrays.fill(bytes, from, from + wide, (byte) 0);
            }
        }
    }
}
