package dev.isograd.jobs.estimates;

import dev.isograd.datasets.Datasets;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Memory estimates, kept for a while: a plan needs dozens, and most are those of the plan before, while somebody edits a spec. */
@Component
public class Estimates {

    private static final int MOST = 2000;

    /** Fields that change no estimate. */
    private static final List<String> WITHOUT_MEMORY = List.of(
            "dataset",
            "augmentation",
            "epochs",
            "sampling",
            "classWeights",
            "labelSmoothing",
            "seed",
            "insight",
            "limits",
            "deterministic",
            "maxMemoryBytes");

    private final Map<Key, MemoryEstimate> kept = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, MemoryEstimate> eldest) {
            return size() > MOST;
        }
    });

    /** What decides an estimate. */
    private record Key(Map<String, Object> spec, int channels, int height, int width, int classes) {}

    /**
     * Returns the estimate of a training on such images.
     *
     * @throws IllegalArgumentException if the images do not fit the network
     */
    public MemoryEstimate of(TrainingSpec spec, Datasets.Size data) {
        Map<String, Object> decisive = new LinkedHashMap<>(SpecWriter.write(spec));
        WITHOUT_MEMORY.forEach(decisive::remove);
        Key key = new Key(decisive, data.channels(), data.height(), data.width(), data.classes());
        MemoryEstimate known = kept.get(key);
        if (known == null) {
            // Two requests may compute the same; a lock would make all others wait.
            known = MemoryEstimate.of(spec, data.channels(), data.height(), data.width(), data.classes());
            kept.put(key, known);
        }
        return known;
    }
}
