package dev.isograd.learning;

import java.util.List;

/**
 * What a run will do and by what, known before its first step.
 *
 * @param stepsDone steps that an earlier run has done already
 * @param batchSize images of one step: what the spec says, or the whole training set if that is smaller
 * @param parameters trainable numbers of the final network, auxiliary heads left out
 * @param modules names of the blocks of each local module, first module first
 */
public record TrainingOutline(
        int epochs,
        long stepsPerEpoch,
        long stepsDone,
        int batchSize,
        long parameters,
        List<List<String>> modules,
        Platform platform) {

    /** What computes; other versions may round otherwise. */
    public record Platform(String device, String libtorchVersion, String djlVersion) {}
}
