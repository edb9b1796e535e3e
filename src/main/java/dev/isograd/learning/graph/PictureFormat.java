package dev.isograd.learning.graph;

import java.util.List;

/**
 * The pictures that a network takes, and how their bytes become the numbers that it was trained on: (byte / 255 - mean) /
 * deviation, by channel.
 *
 * @param classes number of classes
 * @param means of each channel, on the scale 0 to 1
 * @param deviations of each channel, on the scale 0 to 1
 */
public record PictureFormat(
        int channels, int height, int width, int classes, List<Double> means, List<Double> deviations) {

    /** @throws IllegalArgumentException if there is not one mean and one deviation for each channel */
    public PictureFormat {
        means = List.copyOf(means);
        deviations = List.copyOf(deviations);
        if (means.size() != channels || deviations.size() != channels) {
            throw new IllegalArgumentException("%d channels need as many means and deviations; got %d and %d"
                    .formatted(channels, means.size(), deviations.size()));
        }
    }
}
