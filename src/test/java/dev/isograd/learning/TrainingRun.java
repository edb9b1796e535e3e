package dev.isograd.learning;

import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A finished training with everything it reported.
 *
 * @param weights digest of the final weights
 */
public record TrainingRun(TrainingOutcome outcome, Recorder recorder, String weights) {

    private static final LabelledImages TRAIN = Synthetic.images(70, 1, 12, 3);

    static TrainingRun of(TrainingSpec spec) {
        return of(spec, TRAIN);
    }

    public static TrainingRun of(TrainingSpec spec, LabelledImages train) {
        return of(spec, train, testImages(train));
    }

    public static TrainingRun of(TrainingSpec spec, LabelledImages train, LabelledImages test) {
        Recorder recorder = new Recorder();
        try (TrainingLoop loop = new TrainingLoop(spec, train, test, recorder)) {
            TrainingOutcome outcome = loop.run();
            return new TrainingRun(outcome, recorder, loop.saveWeights(OutputStream.nullOutputStream()));
        }
    }

    /** The same training, stopped after three steps and resumed from its saved state by another loop. */
    public static TrainingRun interrupted(TrainingSpec spec, LabelledImages train) {
        Recorder recorder = new Recorder();
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        try (TrainingLoop loop = new TrainingLoop(spec, train, testImages(train), recorder)) {
            loop.run(between -> between.stepsDone() < 3);
            loop.saveState(state);
        }
        try (TrainingLoop loop = new TrainingLoop(spec, train, testImages(train), recorder)) {
            loop.loadState(new ByteArrayInputStream(state.toByteArray()));
            TrainingOutcome outcome = loop.run();
            return new TrainingRun(outcome, recorder, loop.saveWeights(OutputStream.nullOutputStream()));
        }
    }

    public List<Metric> metrics() {
        return recorder.metrics;
    }

    public List<Double> losses() {
        return values("train.loss");
    }

    public List<Double> values(String metric) {
        return recorder.values(metric);
    }

    private static LabelledImages testImages(LabelledImages train) {
        return Synthetic.images(30, train.channels(), train.height(), train.classes());
    }
}
