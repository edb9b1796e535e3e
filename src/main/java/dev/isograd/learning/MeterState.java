package dev.isograd.learning;

import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.MeanAccumulator.Sum;
import dev.isograd.learning.safetensors.UnusableState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link ProgressMeter} between steps, and its text form in a checkpoint. Numbers are written in
 * hexadecimal, so that none is rounded.
 */
record MeterState(
        List<Sum> window,
        List<Sum> epochCosines,
        List<Score> scores,
        double bestTestAccuracy,
        List<@Nullable Double> boundaryCosines) {

    private static final String WINDOW = "meter.window";
    private static final String EPOCH_COSINES = "meter.epochCosines";
    private static final String SCORES = "meter.scores";
    private static final String BEST_TEST_ACCURACY = "meter.bestTestAccuracy";
    private static final String BOUNDARY_COSINES = "meter.boundaryCosines";
    private static final String NONE = "-";

    /** Characters; far longer than any written number. */
    private static final int LONGEST_NUMBER = 64;

    /** Characters; far longer than the metrics of the largest number of modules. */
    private static final int LONGEST_TEXT = 1 << 20;

    Map<String, String> text() {
        return Map.of(
                WINDOW, sums(window),
                EPOCH_COSINES, sums(epochCosines),
                SCORES, text(scores),
                BEST_TEST_ACCURACY, hex(bestTestAccuracy),
                BOUNDARY_COSINES, join(boundaryCosines, cosine -> cosine == null ? NONE : hex(cosine)));
    }

    /** @throws UnusableState if a metric is missing or malformed */
    static MeterState of(Map<String, String> text) {
        List<@Nullable Double> cosines = new ArrayList<>();
        for (String[] item : items(text, BOUNDARY_COSINES, 1)) {
            cosines.add(item[0].equals(NONE) ? null : number(item[0]));
        }
        return new MeterState(
                sums(text, WINDOW),
                sums(text, EPOCH_COSINES),
                scores(text, SCORES),
                number(Progress.entry(text, BEST_TEST_ACCURACY)),
                cosines);
    }

    static String text(List<Score> scores) {
        return join(scores, score -> hex(score.loss()) + "," + hex(score.accuracy()));
    }

    static List<Score> scores(Map<String, String> text, String name) {
        return items(text, name, 2).stream()
                .map(item -> new Score(number(item[0]), number(item[1])))
                .toList();
    }

    private static String sums(List<Sum> sums) {
        return join(
                sums,
                sum -> String.join(
                        ",",
                        sum.name(),
                        sum.module() == null ? NONE : Integer.toString(sum.module()),
                        hex(sum.total()),
                        Long.toString(sum.count())));
    }

    private static List<Sum> sums(Map<String, String> text, String name) {
        return items(text, name, 4).stream()
                .map(item -> new Sum(
                        item[0],
                        item[1].equals(NONE) ? null : module(item[1]),
                        number(item[2]),
                        Progress.count(item[3])))
                .toList();
    }

    private static <T extends @Nullable Object> String join(List<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.joining(" "));
    }

    private static String hex(double number) {
        return Double.toHexString(number);
    }

    private static List<String[]> items(Map<String, String> text, String name, int parts) {
        String all = Progress.entry(text, name);
        if (all.length() > LONGEST_TEXT) {
            throw new UnusableState(name + " has too many items");
        }
        List<String[]> items = new ArrayList<>();
        for (String item : all.isEmpty() ? new String[0] : all.split(" ", -1)) {
            String[] split = item.split(",", -1);
            if (split.length != parts) {
                throw new UnusableState("%s has the malformed item %s".formatted(name, item));
            }
            items.add(split);
        }
        return items;
    }

    /** {@link ProgressMeter#requireFits} checks whether there is such a module. */
    private static Integer module(String digits) {
        return Math.clamp(Progress.count(digits), 0, Integer.MAX_VALUE);
    }

    private static double number(String hex) {
        try {
            if (hex.length() <= LONGEST_NUMBER) {
                return Double.parseDouble(hex);
            }
        } catch (NumberFormatException none) {
            throw new UnusableState(hex + " is not a number", none);
        }
        throw new UnusableState(hex + " is not a number");
    }
}
