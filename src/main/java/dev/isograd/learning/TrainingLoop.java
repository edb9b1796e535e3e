package dev.isograd.learning;

import dev.isograd.learning.spec.TrainingSpec;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Trains one network as its spec says. */
public final class TrainingLoop implements AutoCloseable {

    public TrainingLoop(
            TrainingSpec spec,
            LabelledImages train,
            LabelledImages test,
            ProgressListener listener,
            BooleanSupplier stopRequested) {}

    public TrainingOutcome run() {
        throw new UnsupportedOperationException("Not built yet");
    }

    public String saveWeights(OutputStream safetensors) {
        throw new UnsupportedOperationException("Not built yet");
    }

    @Override
    public void close() {}
}
