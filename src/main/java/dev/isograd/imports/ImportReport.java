package dev.isograd.imports;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an import found and made, as the data set resource shows it. {@value #FILE} in the prepared folder has all of it; the
 * child's last message leaves out the class counts and the lists if it would be too long.
 *
 * @param splits by name, {@code train} and {@code test}
 * @param duplicates pictures of the test split that also are in the training split
 * @param channels mean and deviation of the training pictures, from 0 to 1
 * @param bytes size of the prepared files
 * @param sizes sizes of the pictures as they were found
 * @param format the format that was given or recognized
 * @param notes sentences on what the import chose and why
 */
public record ImportReport(
        Map<String, Split> splits,
        BadFiles badFiles,
        Duplicates duplicates,
        List<Channel> channels,
        int height,
        int width,
        long bytes,
        Sizes sizes,
        String format,
        String fit,
        long seed,
        List<String> notes) {

    /** Name of the report's file in the prepared folder. */
    public static final String FILE = "report.json";

    /** At most this many bad files and duplicates are named. */
    public static final int MOST_NAMED = 100;

    /**
     * The report of one split.
     *
     * @param name {@code train} or {@code test}
     */
    public Split split(String name) {
        return Objects.requireNonNull(splits.get(name), "no split of this name");
    }

    /** @param classes number of pictures by class */
    public record Split(long count, Map<String, Long> classes) {}

    /** @param first the first of them, at most {@value #MOST_NAMED} */
    public record BadFiles(long count, List<BadFile> first) {}

    public record BadFile(String name, String why) {}

    /** @param first the first of them, at most {@value #MOST_NAMED} */
    public record Duplicates(long count, List<Duplicate> first) {}

    /** Names of two files whose prepared pictures are equal. */
    public record Duplicate(String train, String test) {}

    public record Channel(double mean, double deviation) {}

    /** @param distinct number of different sizes, counted up to 10 000 */
    public record Sizes(int distinct, Size smallest, Size median, Size largest) {}

    public record Size(int height, int width) {}
}
