package dev.isograd.learning;

import dev.isograd.learning.autograd.CpuThreads;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.networks.LocalNetwork;
import dev.isograd.learning.safetensors.Safetensors;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.IntStream;

/** The modules of a training with all their heads, as an early exit or an evaluation needs them. */
public final class TrainedModules {

    private final LocalNetwork network;
    private final PictureFormat pictures;
    private final Evaluation evaluation;
    private final int cpuThreads;

    TrainedModules(LocalNetwork network, PictureFormat pictures, Evaluation evaluation, int cpuThreads) {
        this.network = network;
        this.pictures = pictures;
        this.evaluation = evaluation;
        this.cpuThreads = cpuThreads;
    }

    /** The pictures that the network takes. */
    public PictureFormat pictures() {
        return pictures;
    }

    /** Writes the parameters of the heads of all modules but the last as safetensors; the last one belongs to the final network. */
    public void saveHeads(OutputStream safetensors) {
        Safetensors.write(network.auxiliaryHeadParameters(), safetensors);
    }

    /** Lets every head answer every test image, first module first; the last head is the network's classifier. */
    public List<HeadAnswers> answers() {
        try (CpuThreads own = CpuThreads.limit(cpuThreads)) {
            return evaluation.answers();
        }
    }

    /**
     * What one head answers for each test image, in the order of the images.
     *
     * @param predicted the class with the highest score
     * @param probabilities the softmax of that score, 0 to 1
     */
    public record HeadAnswers(List<Integer> predicted, List<Float> probabilities) {

        public HeadAnswers {
            predicted = List.copyOf(predicted);
            probabilities = List.copyOf(probabilities);
        }

        static HeadAnswers of(long[] predicted, float[] probabilities) {
            return new HeadAnswers(
                    IntStream.range(0, predicted.length)
                            .mapToObj(i -> (int) predicted[i])
                            .toList(),
                    IntStream.range(0, probabilities.length)
                            .mapToObj(i -> probabilities[i])
                            .toList());
        }

        static HeadAnswers joined(List<HeadAnswers> batches) {
            return new HeadAnswers(
                    batches.stream().flatMap(batch -> batch.predicted.stream()).toList(),
                    batches.stream()
                            .flatMap(batch -> batch.probabilities.stream())
                            .toList());
        }
    }
}
