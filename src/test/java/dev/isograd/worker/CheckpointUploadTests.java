package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.checkpoints.CheckpointReason;
import dev.isograd.checkpoints.SavedState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;

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

    /** Everything but an outage. */
    static Stream<RuntimeException> finalFailures() {
        return Stream.of(
                new IllegalStateException("The store refuses the key"),
                new NullPointerException("A bug"),
                new DataIntegrityViolationException("A bug"),
                new UncheckedIOException(new NoSuchFileException("checkpoint-1")));
    }

    @ParameterizedTest
    @MethodSource("finalFailures")
    void givesUpWhatARetryCannotFix(RuntimeException failure) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CheckpointUpload.Destination destination = state -> {
            tries.incrementAndGet();
            throw failure;
        };
        try (CheckpointUpload upload =
                new CheckpointUpload("job", destination, firstTries::release, Duration.ofMillis(1))) {
            upload.offer(state(1));

            assertThat(upload.finish(LONG)).isTrue();

            assertThat(tries).hasValue(1);
            assertThat(upload.takeNotices())
                    .singleElement()
                    .matches(CheckpointUpload.Notice::isEvent)
                    .extracting(CheckpointUpload.Notice::message)
                    .asString()
                    .contains("cannot be stored");
            assertThat(file(1)).doesNotExist();
        }
    }

    static Stream<RuntimeException> outages() {
        return Stream.of(
                new DataAccessResourceFailureException("The connection was lost"),
                new UncategorizedSQLException("commit", "commit", new SQLException("The disk is full", "53100")),
                new UncheckedIOException(new IOException("No space left on device")));
    }

    @ParameterizedTest
    @MethodSource("outages")
    void retriesOutages(RuntimeException outage) throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CheckpointUpload.Destination destination = state -> {
            if (tries.incrementAndGet() < 3) {
                throw outage;
            }
            return "ckpt_1";
        };
        try (CheckpointUpload upload =
                new CheckpointUpload("job", destination, firstTries::release, Duration.ofMillis(1))) {
            upload.offer(state(1));

            assertThat(upload.finish(LONG)).isTrue();

            assertThat(tries).hasValue(3);
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
