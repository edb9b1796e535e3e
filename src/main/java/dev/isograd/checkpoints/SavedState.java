package dev.isograd.checkpoints;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training in a local file, with the trainer's description of it.
 *
 * @param sha256 the file's SHA-256, computed while the trainer wrote it
 * @param epoch number of completed epochs
 * @param step number of completed steps
 * @param trainSeconds training time so far, over all attempts
 * @param stepSeconds the part of the training time that was spent in steps
 * @param versions versions of the software, the device and the data set that produced the state
 */
public record SavedState(
        Path file,
        long bytes,
        String sha256,
        int epoch,
        long step,
        @Nullable Double testAccuracy,
        @Nullable Double testLoss,
        CheckpointReason reason,
        double trainSeconds,
        double stepSeconds,
        Map<String, Object> versions) {}
