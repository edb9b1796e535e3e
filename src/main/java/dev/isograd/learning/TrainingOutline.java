package dev.isograd.learning;

import java.util.List;
import java.util.Map;

/**
 * The plan of a run and its platform, known before the first step.
 *
 * @param stepsDone number of steps that earlier runs have done
 * @param batchSize number of images of one step: that of the spec, or the whole training set if it is smaller
 * @param imagesPerEpoch number of images of all steps of an epoch; the last step may have fewer than the others
 * @param parameters number of trainable parameters of the final network, without auxiliary heads
 * @param modules names of the blocks of each local module, first module first
 */
public record TrainingOutline(
        int epochs,
        long stepsPerEpoch,
        long stepsDone,
        int batchSize,
        int imagesPerEpoch,
        long parameters,
        List<List<String>> modules,
        Platform platform) {

    /** Number of images of a step, counted from 1. */
    public int images(long step) {
        boolean isLast = step % stepsPerEpoch == 0;
        return isLast ? Math.toIntExact(imagesPerEpoch - (stepsPerEpoch - 1) * batchSize) : batchSize;
    }

    /**
     * Device and library versions; other versions may round differently.
     *
     * @param precision the numbers that products computed with on this device: float32, tf32 or bf16
     * @param gpu name of the GPU and versions of its driver, CUDA and cuDNN, as far as known; empty for a CPU
     */
    public record Platform(
            String device, String libtorchVersion, String djlVersion, String precision, Map<String, String> gpu) {

        public Platform {
            gpu = Map.copyOf(gpu);
        }
    }
}
