package dev.isograd.bench;

import dev.isograd.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Formats the outcomes of a recipe as a Markdown table, with each run's paired difference from the first run. */
record ResultTable(Recipe recipe, List<Entry> entries) {

    /** One training of a run. */
    record Entry(String label, long seed, Outcome outcome) {}

    String markdown() {
        StringBuilder text = new StringBuilder("### %s\n\n%s\n\n".formatted(recipe.name(), recipe.question()));
        text.append("| run | seeds | test accuracy, % | difference to the first, points |");
        recipe.shown().forEach(column -> text.append(" %s |".formatted(column.title())));
        text.append("\n|---|---|---|---|")
                .append("---|".repeat(recipe.shown().size()))
                .append('\n');
        recipe.runs().forEach(run -> text.append(row(run)));
        return text.toString();
    }

    private String row(Recipe.Run run) {
        List<Entry> all = of(run.label());
        List<Entry> finite = finished(run.label());
        if (finite.isEmpty()) {
            return "| %s | %d | %s | |%s\n"
                    .formatted(
                            run.label(),
                            all.size(),
                            all.isEmpty() ? "not run" : "diverged",
                            " |".repeat(recipe.shown().size()));
        }
        String failed = finite.size() < all.size() ? " (%d diverged)".formatted(all.size() - finite.size()) : "";
        String columns = recipe.shown().stream()
                .map(column -> " %s |".formatted(shown(run, finite, column)))
                .collect(Collectors.joining());
        return "| %s | %d%s | %s | %s |%s\n"
                .formatted(
                        run.label(),
                        finite.size(),
                        failed,
                        shown(values(finite, outcome -> 100 * outcome.testAccuracy()), "%.2f"),
                        difference(run),
                        columns);
    }

    private String shown(Recipe.Run run, List<Entry> finite, TableColumn column) {
        return column.isRatio()
                ? ratio(run, column.figure(), column.format())
                : shown(values(finite, column.figure()), column.format());
    }

    /** Pairs outcomes by seed to cancel the seed's effect; a verdict needs a mean beyond two standard deviations. */
    private String difference(Recipe.Run run) {
        if (isFirst(run)) {
            return "";
        }
        Statistics statistics =
                Statistics.of(paired(run, (mine, first) -> 100 * (mine.testAccuracy() - first.testAccuracy())));
        String verdict = !statistics.isClear() ? "" : statistics.mean() > 0 ? ", higher" : ", lower";
        return format(statistics, "%+.2f") + verdict;
    }

    private String ratio(Recipe.Run run, ToDoubleFunction<Outcome> metric, String format) {
        return isFirst(run)
                ? "1"
                : format(
                        Statistics.of(
                                paired(run, (mine, first) -> metric.applyAsDouble(mine) / metric.applyAsDouble(first))),
                        format);
    }

    private List<Double> paired(Recipe.Run run, Comparison comparison) {
        List<Double> values = new ArrayList<>();
        for (Entry mine : finished(run.label())) {
            finished(recipe.runs().getFirst().label()).stream()
                    .filter(first -> first.seed() == mine.seed())
                    .forEach(first -> values.add(comparison.of(mine.outcome(), first.outcome())));
        }
        return values;
    }

    private boolean isFirst(Recipe.Run run) {
        return run.equals(recipe.runs().getFirst());
    }

    private List<Entry> of(String label) {
        return entries.stream().filter(entry -> entry.label().equals(label)).toList();
    }

    private List<Entry> finished(String label) {
        return of(label).stream()
                .filter(entry -> entry.outcome().failure() == null)
                .toList();
    }

    private static List<Double> values(List<Entry> entries, ToDoubleFunction<Outcome> metric) {
        return entries.stream()
                .map(entry -> metric.applyAsDouble(entry.outcome()))
                .toList();
    }

    private static String shown(List<Double> values, String format) {
        return format(Statistics.of(values), format);
    }

    private static String format(Statistics statistics, String format) {
        if (Double.isNaN(statistics.mean())) {
            return "–";
        }
        String mean = String.format(Locale.ROOT, format, statistics.mean());
        return Double.isNaN(statistics.deviation())
                ? mean
                : mean + " ± " + String.format(Locale.ROOT, format.replace("+", ""), statistics.deviation());
    }

    private interface Comparison {

        double of(Outcome mine, Outcome first);
    }
}
