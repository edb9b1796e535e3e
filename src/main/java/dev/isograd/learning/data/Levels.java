package dev.isograd.learning.data;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** Operations on the levels of an image, and the images that it is blended with. */
final class Levels {

    private static final int WHITE = 255;

    private Levels() {}

    /** other + factor (image - other), rounded and cut to 0 to 255: a factor above 1 leads away from the other image. */
    static void blend(Picture picture, double[] other, double factor) {
        for (int i = 0; i < other.length; i++) {
            picture.set(i, other[i] + factor * (picture.level(i) - other[i]));
        }
    }

    static double[] black(Picture picture) {
        return new double[picture.bytes().length];
    }

    /** The image without colors. */
    static double[] grey(Picture picture) {
        double[] grey = new double[picture.bytes().length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = picture.channels() == 1 ? picture.level(i) : picture.grey(i % picture.pixels());
        }
        return grey;
    }

    /** The mean brightness everywhere. */
    static double[] meanGrey(Picture picture) {
        double sum = 0;
        for (int pixel = 0; pixel < picture.pixels(); pixel++) {
            sum += picture.grey(pixel);
        }
        double[] mean = new double[picture.bytes().length];
        Arrays.fill(mean, Math.rint(sum / picture.pixels()));
        return mean;
    }

    /** Each inner pixel takes the mean of its 3x3 neighborhood, in which it counts five times; the rim stays. */
    static double[] smooth(Picture picture) {
        double[] smooth = new double[picture.bytes().length];
        int width = picture.width();
        for (int i = 0; i < smooth.length; i++) {
            int row = i % picture.pixels() / width;
            int column = i % width;
            boolean inner = row > 0 && row < picture.height() - 1 && column > 0 && column < width - 1;
            smooth[i] = inner ? neighborhood(picture, i, width) : picture.level(i);
        }
        return smooth;
    }

    private static double neighborhood(Picture picture, int i, int width) {
        int sum = 4 * picture.level(i);
        for (int line = i - width; line <= i + width; line += width) {
            sum += picture.level(line - 1) + picture.level(line) + picture.level(line + 1);
        }
        return sum / 13.0;
    }

    /** Keeps the highest bits of each level. */
    static void posterize(Picture picture, int bits) {
        int kept = WHITE << (8 - bits) & WHITE;
        mapAll(picture, level -> level & kept);
    }

    /** Inverts the levels from a threshold on. */
    static void solarize(Picture picture, double threshold) {
        mapAll(picture, level -> level >= threshold ? WHITE - level : level);
    }

    /** Stretches each channel so that it reaches from black to white. */
    static void stretch(Picture picture) {
        for (int channel = 0; channel < picture.channels(); channel++) {
            int[] counts = picture.histogram(channel);
            int low = 0;
            int high = WHITE;
            while (counts[low] == 0) {
                low++;
            }
            while (counts[high] == 0) {
                high--;
            }
            if (high > low) {
                int darkest = low;
                double scale = (double) WHITE / (high - low);
                picture.map(
                        channel,
                        table(level -> Math.clamp((int) Math.floor((level - darkest) * scale + 0.5), 0, WHITE)));
            }
        }
    }

    /** Changes each channel so that all levels occur about equally often. */
    static void equalize(Picture picture) {
        for (int channel = 0; channel < picture.channels(); channel++) {
            int[] counts = picture.histogram(channel);
            int brightest = WHITE;
            while (counts[brightest] == 0) {
                brightest--;
            }
            int step = (picture.pixels() - counts[brightest]) / WHITE;
            if (step > 0) {
                int[] levels = new int[WHITE + 1];
                int below = step / 2;
                for (int level = 0; level <= WHITE; level++) {
                    levels[level] = Math.min(below / step, WHITE);
                    below += counts[level];
                }
                picture.map(channel, levels);
            }
        }
    }

    private static void mapAll(Picture picture, IntUnaryOperator change) {
        int[] levels = table(change);
        for (int channel = 0; channel < picture.channels(); channel++) {
            picture.map(channel, levels);
        }
    }

    private static int[] table(IntUnaryOperator change) {
        int[] levels = new int[WHITE + 1];
        Arrays.setAll(levels, change);
        return levels;
    }
}
