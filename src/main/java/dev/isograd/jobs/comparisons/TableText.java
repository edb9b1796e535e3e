package dev.isograd.jobs.comparisons;

import dev.isograd.jobs.comparisons.ComparisonResponse.Row;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the table of a comparison for spreadsheets and for papers. */
final class TableText {

    private static final double MEBIBYTE = 1 << 20;

    private TableText() {}

    /** CSV as in RFC 4180, with a line of names. */
    static String csv(ComparisonResponse comparison) {
        Stream<String> names = Stream.of(
                "label",
                "n",
                "testAccuracy.mean",
                "testAccuracy.sd",
                "peakMemoryBytes.mean",
                "peakMemoryBytes.sd",
                "trainSeconds.mean",
                "trainSeconds.sd",
                "difference.mean",
                "difference.sd",
                "verdict",
                "jobs",
                "stoppedAfterEpoch");
        return Stream.concat(
                        Stream.of(names.collect(Collectors.joining(","))),
                        comparison.variants().stream().map(TableText::csv))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static String csv(Row row) {
        return Stream.of(
                        List.of(quoted(row.label()), String.valueOf(row.n())),
                        numbers(row.testAccuracy()),
                        numbers(row.peakMemoryBytes()),
                        numbers(row.trainSeconds()),
                        numbers(row.difference()),
                        List.of(
                                row.verdict().word(),
                                row.jobs().stream().filter(Objects::nonNull).collect(Collectors.joining(" ")),
                                row.stopped() == null
                                        ? ""
                                        : String.valueOf(row.stopped().epoch())))
                .flatMap(List::stream)
                .collect(Collectors.joining(","));
    }

    /** A program for tables would take a text that begins with one of these characters for a formula. */
    private static String quoted(String label) {
        String harmless = label.matches("[=+@\\-\\t].*") ? "'" + label : label;
        return "\"" + harmless.replace("\"", "\"\"") + "\"";
    }

    private static List<String> numbers(@Nullable Figure figure) {
        return figure == null
                ? List.of("", "")
                : List.of(String.valueOf(figure.mean()), figure.sd() == null ? "" : String.valueOf(figure.sd()));
    }

    /** A Markdown table of means and deviations. */
    static String markdown(ComparisonResponse comparison) {
        String heading = """
                | variant | n | test accuracy | difference | peak memory | training time |
                |---|---:|---:|---:|---:|---:|
                """;
        return comparison.variants().stream()
                .map(row -> "| %s | %d | %s | %s | %s | %s |%n"
                        .formatted(
                                row.label().replace("|", "\\|"),
                                row.n(),
                                text(row.testAccuracy(), 100, "%.2f", " %"),
                                difference(row),
                                text(row.peakMemoryBytes(), 1 / MEBIBYTE, "%.0f", " MiB"),
                                text(row.trainSeconds(), 1, "%.1f", " s")))
                .collect(Collectors.joining("", heading, ""));
    }

    private static String difference(Row row) {
        String text = text(row.difference(), 100, "%+.2f", " points");
        if (row.stopped() != null) {
            return "stopped early";
        }
        return switch (row.verdict()) {
            case HIGHER -> text + ", higher";
            case LOWER -> text + ", lower";
            case NONE -> text;
        };
    }

    private static String text(@Nullable Figure figure, double factor, String format, String unit) {
        if (figure == null) {
            return "–";
        }
        String mean = String.format(Locale.ROOT, format, figure.mean() * factor);
        return figure.sd() == null
                ? mean + unit
                : "%s ± %s%s"
                        .formatted(
                                mean, String.format(Locale.ROOT, format.replace("+", ""), figure.sd() * factor), unit);
    }
}
