package dev.isograd.learning;

import java.util.List;

/**
 * What a run will do, known before its first step.
 *
 * @param parameters trainable numbers of the final network, auxiliary heads left out
 * @param modules names of the blocks of each local module, first module first
 */
public record TrainingOutline(int epochs, long stepsPerEpoch, long parameters, List<List<String>> modules) {}
