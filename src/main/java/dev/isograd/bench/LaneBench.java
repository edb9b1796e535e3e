package dev.isograd.bench;

import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Measures the time of each local module, computes from it how much faster lanes are, and checks the model against a measured
 * run with two lanes.
 *
 * <p>One lane and each of the two lanes have one thread. The processes of both take the steps of a round in turn.
 */
public final class LaneBench {

    private static final int MEASURED_LANES = 2;

    private final BenchOptions options;

    LaneBench(BenchOptions options) {
        this.options = options;
    }

    /** @param args the options of {@code bench/run}; its rows are measured, except backprop */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        new LaneBench(BenchCommand.options(args)).run(System.out);
    }

    void run(PrintStream out) throws IOException {
        out.printf(
                "%s, split %s, %s heads, %d images per step, %d rounds of %d steps%n",
                options.network(), options.split(), options.head(), options.batch(), options.rounds(), options.steps());
        for (Row row : options.rows()) {
            TrainingSpec spec = SpecReader.read(row.spec());
            if (spec.rule().runsInLanes() && spec.split().modules() >= MEASURED_LANES) {
                measure(row, spec.split().modules(), out);
            }
        }
    }

    private void measure(Row row, int modules, PrintStream out) throws IOException {
        int steps = (options.rounds() + 1) * options.steps();
        try (Contender alone = Contender.ofRow(inLanes(row, 1), options.withThreads(1), steps);
                Contender lanes =
                        Contender.ofRow(inLanes(row, MEASURED_LANES), options.withThreads(MEASURED_LANES), steps)) {
            round(List.of(alone, lanes));
            moduleNanos(alone, modules);
            alone.forgetTimes();
            lanes.forgetTimes();
            for (int i = 0; i < options.rounds(); i++) {
                round(List.of(alone, lanes));
            }
            LaneModel model = LaneModel.of(moduleNanos(alone, modules), options.rounds() * options.steps());
            print(row, model, Ratio.of(lanes.rounds(), alone.rounds()), out);
        }
    }

    private void round(List<Contender> contenders) throws IOException {
        for (Contender contender : contenders) {
            contender.startRound();
            contender.takeSteps(options.steps());
        }
    }

    private void print(Row row, LaneModel model, Ratio measured, PrintStream out) {
        int modules = model.seconds().size();
        double computed = model.steps(MEASURED_LANES, options.steps()) / model.steps(1, options.steps());
        out.printf("%s: shares of the modules %s %%%n", row.label(), model.shares());
        out.printf("  rounds with 2 lanes, as a ratio to one lane: computed %.2f, measured %s%n", computed, measured);
        List<String> speedUps = new ArrayList<>();
        for (int lanes = 2; lanes <= Math.min(8, modules); lanes *= 2) {
            speedUps.add(String.format(Locale.ROOT, "%d: %.2f", lanes, model.speedUp(lanes)));
        }
        out.printf("  computed speed-up in the long run, by lanes: %s%n", String.join(", ", speedUps));
    }

    private static Row inLanes(Row row, int lanes) {
        Map<String, Object> spec = new LinkedHashMap<>(row.spec());
        spec.put("parallel", Map.of("lanes", lanes));
        return new Row(row.label(), spec);
    }

    private static long[] moduleNanos(Contender contender, int modules) throws IOException {
        List<Long> nanos = new ArrayList<>();
        for (int module = 1; module <= modules; module++) {
            nanos.add(contender.moduleNanos(module));
        }
        return nanos.stream().flatMapToLong(LongStream::of).toArray();
    }
}
