package dev.isograd.checkpoints;

import dev.isograd.Digests;
import dev.isograd.IsogradProperties;
import dev.isograd.jobs.queue.ClaimedTraining;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores checkpoints of random bytes, and reads their rows and files. */
public record SavedCheckpoints(CheckpointWriter writer, JdbcClient jdbc, IsogradProperties properties) {

    static final int BYTES = 200_000;

    public String store(ClaimedTraining job, long step) {
        return store(job, step, null);
    }

    String store(ClaimedTraining job, long step, @Nullable Double testAccuracy) {
        return writer.store(job, state(step, testAccuracy));
    }

    /** Creates a state whose bytes depend only on the step. */
    static SavedState state(long step, @Nullable Double testAccuracy) {
        try {
            Path file = Files.createTempFile("state", ".safetensors");
            file.toFile().deleteOnExit();
            byte[] bytes = bytes(step);
            Files.write(file, bytes);
            return new SavedState(
                    file,
                    BYTES,
                    Digests.of(bytes),
                    1,
                    step,
                    testAccuracy,
                    null,
                    CheckpointReason.INTERVAL,
                    step * 2.0,
                    step * 1.0,
                    Map.of("device", "cpu"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static byte[] bytes(long step) {
        byte[] bytes = new byte[BYTES];
        new Random(step).nextBytes(bytes);
        return bytes;
    }

    Path stateFile(String id) {
        return file(id, "key");
    }

    Path manifestFile(String id) {
        return file(id, "manifest_key");
    }

    private Path file(String id, String column) {
        String key = jdbc.sql("select %s from checkpoint where id = ?".formatted(column))
                .param(id)
                .query(String.class)
                .single();
        return properties.dataDir().resolve("artifacts").resolve(key);
    }

    String state(String id) {
        return jdbc.sql("select state from checkpoint where id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .orElse("none");
    }
}
