package dev.isograd.learning;

import java.util.List;

/**
 * What a run will do, known before its first step.
 *
 * @param batchSize images of one step: what the spec says, or the whole training set if that is smaller
 * @param parameters trainable numbers of the final network, auxiliary heads left out
 * @param modules names of the blocks of each local module, first module first
 */
public record TrainingOutline(
        int epochs, long stepsPerEpoch, int batchSize, long parameters, List<List<String>> modules) {}
