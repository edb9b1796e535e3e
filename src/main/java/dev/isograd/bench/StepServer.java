package dev.isograd.bench;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The process of one benchmark row, which takes training steps as the command lines say that it reads. */
public final class StepServer {

    private static final int MIN_IMAGES = 2;

    private StepServer() {}

    /** @param args the spec as JSON, the shape of the images, and the maximum number of steps */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        // Libraries may print to System.out, which would be mistaken for a response.
        PrintStream responses = System.out;
        System.setOut(System.err);
        ImageShape shape = ImageShape.of(args[1]);
        Map<String, Object> spec = Json.read(args[0]);
        loadLibraries(spec, shape);
        serve(SpecReader.read(spec), shape, Integer.parseInt(args[2]), responses);
    }

    private static void serve(TrainingSpec spec, ImageShape shape, int steps, PrintStream responses)
            throws IOException {
        LabelledImages images = shape.random(Math.multiplyExact(steps + 1, spec.batchSize()));
        ModuleTimes times = new ModuleTimes(spec.split().modules());
        MemoryReading memory = MemoryReading.start();
        try (TrainingLoop loop = new TrainingLoop(spec, images, images, times);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            responses.println("ready");
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                String[] words = line.split(" ");
                responses.println(
                        switch (words[0]) {
                            case "peak" -> memory.peakBytes();
                            case "module" -> times.take(Integer.parseInt(words[1]));
                            default -> steps(loop, Integer.parseInt(words[1]));
                        });
            }
        }
    }

    /** Returns the nanoseconds of some steps, until all modules have done them. */
    private static long steps(TrainingLoop loop, int count) {
        long end = loop.stepsDone() + count;
        long start = System.nanoTime();
        loop.run(between -> between.stepsDone() < end);
        return System.nanoTime() - start;
    }

    /** Takes one step with the smallest batch: the libraries it loads must not count as memory of the training. */
    private static void loadLibraries(Map<String, Object> spec, ImageShape shape) {
        Map<String, Object> small = new HashMap<>(spec);
        small.put("batchSize", MIN_IMAGES);
        LabelledImages images = shape.random(2 * MIN_IMAGES);
        TrainingSpec read = SpecReader.read(small);
        try (TrainingLoop loop = new TrainingLoop(
                read, images, images, new ModuleTimes(read.split().modules()))) {
            steps(loop, 1);
        }
    }
}
