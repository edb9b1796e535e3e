package dev.isograd.learning;

import dev.isograd.ByteReaderContract;
import dev.isograd.learning.Synthetic.Recorder;
import dev.isograd.learning.safetensors.UnusableState;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** Whole checkpoints, as a training resumes from them and as a fork does. */
class TrainingStateFuzzTests extends ByteReaderContract {

    private static final Map<String, ?> SMALL =
            Map.of("network", Map.of("type", "mlp", "hidden", 2, "width", 2), "head", Map.of("type", "linear"));
    private static final TrainingSpec SPEC = Synthetic.spec(Synthetic.greedy(), SMALL);

    private final TrainingLoop loop = new TrainingLoop(SPEC, StateFile.TRAIN, StateFile.TEST, new Recorder());

    @AfterEach
    void close() {
        loop.close();
    }

    @Override
    protected List<byte[]> samples() {
        return List.of(StateFile.of(SPEC, 2), StateFile.of(SPEC, 5));
    }

    @Override
    protected void read(byte[] input) {
        if (Arrays.hashCode(input) % 2 == 0) {
            loop.loadState(new ByteArrayInputStream(input));
        } else {
            loop.forkState(new ByteArrayInputStream(input));
        }
    }

    @Override
    protected List<Class<? extends Exception>> refusals() {
        return List.of(UnusableState.class, StateMismatch.class);
    }
}
