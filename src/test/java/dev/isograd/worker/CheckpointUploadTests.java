package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.checkpoints.CheckpointReason;
import dev.isograd.checkpoints.SavedState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointUploadTests {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final List<Long> stored = new CopyOnWriteArrayList<>();
    private final Semaphore firstTries = new Semaphore(0);
    private final AtomicBoolean down = new AtomicBoolean();

    @Test
    void storesOneAfterTheOther() throws Exception {
        try (CheckpointUpload upload = upload(Duration.ofMillis(1))) {
            for (long step : List.of(1L, 2L, 3L)) {
                upload.offer(state(step));
                assertThat(firstTries.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(upload.finish(LONG)).isTrue();
            assertThat(stored).containsExactly(1L, 2L, 3L);
            assertThat(upload.takeNotices()).hasSize(3).noneMatch(CheckpointUpload.Notice::isEvent);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void acceptsTheNextCheckpointWhileTheStoreIsDown() throws Exception {
        down.set(true);
        try (CheckpointUpload upload = upload(Duration.ofHours(1))) {
            upload.offer(state(1));
            assertThat(firstTries.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            upload.offer(state(2));
            assertThat(firstTries.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            assertThat(stored).isEmpty();
            assertThat(file(1)).doesNotExist();
            assertThat(file(2)).exists();

            down.set(false);
            upload.offer(state(3));

            assertThat(upload.finish(LONG)).isTrue();
            assertThat(stored).containsExactly(3L);
            assertThat(upload.takeNotices())
                    .filteredOn(CheckpointUpload.Notice::isEvent)
                    .extracting(CheckpointUpload.Notice::message)
                    .anyMatch(line -> line.contains("step 1 could not be stored") && line.contains("retrying"))
                    .anyMatch(line -> line.contains("step 2 was never stored"));
        }
    }

    @Test
    void retriesUntilTheStoreIsBack() throws Exception {
        down.set(true);
        try (CheckpointUpload upload = upload(Duration.ofMillis(1))) {
            upload.offer(state(1));
            assertThat(firstTries.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            down.set(false);

            assertThat(upload.finish(LONG)).isTrue();

            assertThat(stored).containsExactly(1L);
            assertThat(upload.takeNotices()).hasSize(2);
        }
    }

    @Test
    void stopsWaitingAtTheLimit() throws Exception {
        down.set(true);
        try (CheckpointUpload upload = upload(Duration.ofHours(1))) {
            upload.offer(state(1));

            assertThat(upload.finish(Duration.ofMillis(50))).isFalse();
        }
        assertThat(stored).isEmpty();
    }

    @Test
    void finishesAtOnceIfNothingWasSaved() throws Exception {
        try (CheckpointUpload upload = upload(Duration.ofHours(1))) {
            assertThat(upload.finish(Duration.ZERO)).isTrue();
        }
    }

    private CheckpointUpload upload(Duration firstPause) {
        return new CheckpointUpload("job", this::store, firstTries::release, firstPause);
    }

    private String store(SavedState state) {
        if (down.get()) {
            throw new UncheckedIOException(new IOException("The store is down"));
        }
        stored.add(state.step());
        return "ckpt_" + state.step();
    }

    private Path file(long step) {
        return folder.resolve("checkpoint-" + step);
    }

    private SavedState state(long step) throws IOException {
        Path file = Files.write(file(step), new byte[3]);
        return new SavedState(file, 3, "", 0, step, null, null, CheckpointReason.INTERVAL, 0, 0, Map.of());
    }
}
