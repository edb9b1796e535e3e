package dev.isograd.checkpoints;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A checkpoint in the API. */
record CheckpointResponse(
        String id,
        String job,
        int attempt,
        int epoch,
        long step,
        CheckpointReason reason,
        CheckpointState state,
        long bytes,
        String sha256,
        @Nullable Double testAccuracy,
        @Nullable Double testLoss,
        boolean pinned,
        Instant createdAt) {

    static CheckpointResponse of(Checkpoint checkpoint) {
        return new CheckpointResponse(
                checkpoint.id(),
                checkpoint.job(),
                checkpoint.attempt(),
                checkpoint.epoch(),
                checkpoint.step(),
                checkpoint.reason(),
                checkpoint.state(),
                checkpoint.bytes(),
                checkpoint.sha256(),
                checkpoint.testAccuracy(),
                checkpoint.testLoss(),
                checkpoint.pinned(),
                checkpoint.createdAt());
    }
}
