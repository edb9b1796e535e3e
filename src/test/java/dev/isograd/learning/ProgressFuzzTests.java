package dev.isograd.learning;

import dev.isograd.ByteReaderContract;
import dev.isograd.learning.Evaluation.Score;
import dev.isograd.learning.MeanAccumulator.Sum;
import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.safetensors.UnusableState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The progress in the metadata of a checkpoint, without the digest that protects it from accidents only. */
class ProgressFuzzTests extends ByteReaderContract {

    @Override
    protected List<byte[]> samples() {
        MeterState metrics = new MeterState(
                List.of(new Sum("train.loss", null, 1.5, 2), new Sum("module.loss", 2, 0.1, 2)),
                List.of(new Sum("boundary.cosine", 2, 0.5, 2)),
                List.of(new Score(1.25, 0.5), new Score(0.5, 0.75)),
                0.75,
                Arrays.asList(0.25));
        String lines = new Progress(5, metrics)
                .text().entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n"));
        return List.of(lines.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void read(byte[] input) {
        Map<String, String> text = new HashMap<>();
        for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
            int equals = line.indexOf('=');
            text.put(equals < 0 ? line : line.substring(0, equals), line.substring(equals + 1));
        }
        Progress progress = Progress.of(text);
        progress.requireFits(4, 8, 2);
        ProgressMeter meter = new ProgressMeter(new Recorder(), 8, 2);
        meter.requireFits(progress.metrics());
        meter.restore(progress.metrics());
        meter.epochEnded(List.of(new Score(1, 1), new Score(1, 1)), 8);
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(UnusableState.class);
    }
}
