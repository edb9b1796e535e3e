package dev.isograd.bench;

import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import dev.isograd.trainer.MemoryAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains every run of a recipe with every seed and prints means and standard deviations as a Markdown table.
 *
 * <p>It appends each outcome to a file at once, so a spec that was trained for any recipe is never trained again.
 */
@SuppressWarnings("SystemOut")
final class Experiment {

    private static final String HEAP = "256m";

    private final Recipe recipe;
    private final Path results;
    private final Path datasets;

    private Experiment(Recipe recipe, Path results, Path datasets) {
        this.recipe = recipe;
        this.results = results;
        this.datasets = datasets;
    }

    /**
     * @param arguments recipe file, results file, folder of prepared data sets; {@code --table} to skip the training
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Locale.setDefault(Locale.ROOT);
        Experiment experiment =
                new Experiment(Recipe.read(Path.of(arguments[0])), Path.of(arguments[1]), Path.of(arguments[2]));
        boolean trains = arguments.length == 3;
        System.out.print(experiment.table(trains).markdown());
    }

    private ResultTable table(boolean trains) throws IOException, InterruptedException {
        List<Outcome> known = known();
        List<ResultTable.Entry> entries = new ArrayList<>();
        // Seeds are the outer loop, so that an interrupted recipe has some outcomes of each run.
        for (long seed : recipe.seeds()) {
            for (Recipe.Run run : recipe.runs()) {
                TrainingSpec spec = recipe.spec(run, seed);
                Optional<Outcome> before = find(known, spec);
                if (before.isPresent()) {
                    entries.add(new ResultTable.Entry(run.label(), seed, before.get()));
                } else if (trains) {
                    System.err.printf("%s: %s, seed %d%n", recipe.name(), run.label(), seed);
                    entries.add(new ResultTable.Entry(run.label(), seed, train(spec)));
                }
            }
        }
        return new ResultTable(recipe, entries);
    }

    private List<Outcome> known() throws IOException {
        if (!Files.exists(results)) {
            return List.of();
        }
        return Files.readAllLines(results).stream()
                .map(line -> Specs.JSON.readValue(line, Outcome.class))
                .toList();
    }

    /** Compares parsed specs, because a spec written before an option existed has that option's default. */
    private static Optional<Outcome> find(List<Outcome> known, TrainingSpec spec) {
        return known.stream()
                .filter(outcome -> SpecReader.read(outcome.spec()).equals(spec))
                .findFirst();
    }

    /** Trains in a separate process, so that its memory can be measured and a crash costs only one run. */
    private Outcome train(TrainingSpec spec) throws IOException, InterruptedException {
        String json = Specs.JSON.writeValueAsString(Specs.tree(spec));
        String dataset = datasets.resolve(spec.dataset()).toString();
        ProcessBuilder program = new ProcessBuilder(JavaProgram.command(SingleRun.class, HEAP, List.of(json, dataset)))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        program.environment().putAll(MemoryAllocator.find(MemoryAllocator.AUTO).environment());
        Process child = program.start();
        String line;
        try (var out = child.inputReader(StandardCharsets.UTF_8)) {
            line = out.lines().filter(each -> each.startsWith("{")).findFirst().orElse("");
        }
        if (child.waitFor() != 0 || line.isEmpty()) {
            throw new IOException(
                    "A run exited with status %d and without an outcome: %s".formatted(child.exitValue(), json));
        }
        Files.writeString(results, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return Specs.JSON.readValue(line, Outcome.class);
    }
}
