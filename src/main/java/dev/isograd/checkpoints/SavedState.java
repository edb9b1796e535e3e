package dev.isograd.checkpoints;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a training in a local file, with what its trainer says of it.
 *
 * @param sha256 of the file, taken as it was written
 * @param epoch epochs that have ended
 * @param step steps that have ended
 * @param trainSeconds what the training took up to here, over all attempts
 * @param stepSeconds the same for its steps alone
 * @param versions what it was made by and from
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
