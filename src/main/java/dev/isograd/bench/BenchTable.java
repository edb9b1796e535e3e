package dev.isograd.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The measured ratios, which it prints as a text table and as one line of JSON. */
record BenchTable(BenchOptions options, List<Line> lines) {

    /**
     * @param memory ratio of the peak memory; empty if it is unknown
     * @param estimate the estimate of the same row's memory, over what was measured; empty if one of both is unknown
     */
    record Line(String label, Ratio time, OptionalDouble memory, OptionalDouble estimate) {}

    /** Compares all contenders with the first one. */
    static BenchTable of(BenchOptions options, List<Contender> contenders) throws IOException {
        List<Long> baseline = contenders.getFirst().rounds();
        OptionalLong baselinePeak = contenders.getFirst().peakBytes();
        List<Line> lines = new ArrayList<>();
        for (Contender contender : contenders) {
            OptionalLong peak = contender.peakBytes();
            lines.add(new Line(
                    contender.label(),
                    Ratio.of(contender.rounds(), baseline),
                    ratio(peak, baselinePeak),
                    ratio(contender.estimatedBytes(), peak)));
        }
        return new BenchTable(options, lines);
    }

    private static OptionalDouble ratio(OptionalLong bytes, OptionalLong others) {
        return bytes.isPresent() && others.isPresent()
                ? OptionalDouble.of((double) bytes.getAsLong() / others.getAsLong())
                : OptionalDouble.empty();
    }

    void print(PrintStream out) {
        int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
        String row = "%-" + width + "s  %-22s  %-11s  %s%n";
        out.println(options.description());
        out.printf(row, "", "step time", "peak memory", "estimate over measured memory");
        for (Line line : lines) {
            out.printf(row, line.label(), line.time(), shown(line.memory()), shown(line.estimate()));
        }
        if (options.json()) {
            out.println(Json.write(tree()));
        }
    }

    private static String shown(OptionalDouble ratio) {
        return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "unknown";
    }

    private Map<String, Object> tree() {
        return Map.of(
                "options",
                options.tree(),
                "rows",
                lines.stream().map(BenchTable::tree).toList());
    }

    private static Map<String, Object> tree(Line line) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("label", line.label());
        tree.put("time", line.time());
        line.memory().ifPresent(memory -> tree.put("memory", memory));
        line.estimate().ifPresent(estimate -> tree.put("estimate", estimate));
        return tree;
    }
}
