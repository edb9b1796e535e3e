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

    /** @param memory ratio of the peak memory; empty if it is unknown */
    record Line(String label, Ratio time, OptionalDouble memory) {}

    /** Compares all contenders with the first one. */
    static BenchTable of(BenchOptions options, List<Contender> contenders) throws IOException {
        List<Long> baseline = contenders.getFirst().rounds();
        OptionalLong baselinePeak = contenders.getFirst().peakBytes();
        List<Line> lines = new ArrayList<>();
        for (Contender contender : contenders) {
            OptionalLong peak = contender.peakBytes();
            OptionalDouble memory = peak.isPresent() && baselinePeak.isPresent()
                    ? OptionalDouble.of((double) peak.getAsLong() / baselinePeak.getAsLong())
                    : OptionalDouble.empty();
            lines.add(new Line(contender.label(), Ratio.of(contender.rounds(), baseline), memory));
        }
        return new BenchTable(options, lines);
    }

    void print(PrintStream out) {
        int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
        String row = "%-" + width + "s  %-22s  %s%n";
        out.println(options.description());
        out.printf(row, "", "step time", "peak memory");
        for (Line line : lines) {
            String memory = line.memory().isPresent()
                    ? String.format(Locale.ROOT, "%.2f", line.memory().getAsDouble())
                    : "unknown";
            out.printf(row, line.label(), line.time(), memory);
        }
        if (options.json()) {
            out.println(Json.write(tree()));
        }
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
        return tree;
    }
}
