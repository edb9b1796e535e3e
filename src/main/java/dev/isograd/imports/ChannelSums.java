package dev.isograd.imports;

import java.util.ArrayList;
import java.util.List;

/** Sums for the mean and the deviation of each channel, exact as they are whole numbers. */
final class ChannelSums {

    private static final double WHITE = 255;

    private final long[] sums;
    private final long[] squares;
    private long pixels;

    ChannelSums(int channels) {
        this.sums = new long[channels];
        this.squares = new long[channels];
    }

    /** @param picture one channel after the other */
    void add(byte[] picture) {
        int size = picture.length / sums.length;
        for (int c = 0, at = 0; c < sums.length; c++) {
            long sum = 0;
            long square = 0;
            for (int end = at + size; at < end; at++) {
                int value = picture[at] & 0xff;
                sum += value;
                square += value * value;
            }
            sums[c] += sum;
            squares[c] += square;
        }
        pixels += size;
    }

    List<ImportReport.Channel> report() {
        List<ImportReport.Channel> channels = new ArrayList<>();
        for (int c = 0; c < sums.length; c++) {
            double mean = (double) sums[c] / Math.max(1, pixels);
            double variance = (double) squares[c] / Math.max(1, pixels) - mean * mean;
            channels.add(new ImportReport.Channel(mean / WHITE, Math.sqrt(Math.max(0, variance)) / WHITE));
        }
        return channels;
    }
}
