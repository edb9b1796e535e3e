package dev.isograd.bench;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Metric;
import dev.isograd.learning.ProgressListener;
import dev.isograd.learning.TrainingLoop;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.spec.SpecReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The process of one benchmark row, which takes one training step per command line that it reads. */
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
        serve(Json.read(args[0]), shape, Integer.parseInt(args[2]), responses);
    }

    private static void serve(Map<String, Object> spec, ImageShape shape, int steps, PrintStream responses)
            throws IOException {
        int batch = SpecReader.read(spec).batchSize();
        LabelledImages images = shape.random(Math.multiplyExact(steps + 1, batch));
        loadLibraries(spec, shape);
        MemoryReading memory = MemoryReading.start();
        try (TrainingLoop loop = loop(spec, images);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            responses.println("ready");
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                responses.println(command.equals("peak") ? memory.peakBytes() : step(loop));
            }
        }
    }

    private static long step(TrainingLoop loop) {
        long end = loop.stepsDone() + 1;
        long start = System.nanoTime();
        loop.run(between -> between.stepsDone() < end);
        return System.nanoTime() - start;
    }

    /** Takes one step with the smallest batch: the libraries it loads must not count as memory of the training. */
    private static void loadLibraries(Map<String, Object> spec, ImageShape shape) {
        Map<String, Object> small = new HashMap<>(spec);
        small.put("batchSize", MIN_IMAGES);
        try (TrainingLoop loop = loop(small, shape.random(2 * MIN_IMAGES))) {
            step(loop);
        }
    }

    private static TrainingLoop loop(Map<String, Object> spec, LabelledImages images) {
        return new TrainingLoop(SpecReader.read(spec), images, images, new NoProgress());
    }

    private static final class NoProgress implements ProgressListener {

        @Override
        public void started(TrainingOutline outline) {}

        @Override
        public void stepEnded(int epoch, long step) {}

        @Override
        public void metric(Metric metric) {}

        @Override
        public void epochEnded(int epoch) {}
    }
}
