package dev.isograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FullDiskTests {

    static Stream<Throwable> full() {
        return Stream.of(
                new IOException("No space left on device"),
                new IOException("There is not enough space on the disk"),
                new FileSystemException("weights", null, "Disk quota exceeded"),
                new UncheckedIOException(new IOException("No space left on device")),
                new IllegalStateException(new UncheckedIOException(new IOException("No space left on device"))),
                new UnsatisfiedLinkError("Failed to write libtorch.so: No space left on device"),
                new IllegalStateException(new SQLException("could not extend file", "53100")));
    }

    @ParameterizedTest
    @MethodSource("full")
    void recognizesAFullDisk(Throwable failure) {
        assertThat(FullDisk.isCauseOf(failure)).isTrue();
    }

    static Stream<Throwable> other() {
        return Stream.of(
                new IOException(),
                new IOException("Broken pipe"),
                new AccessDeniedException("weights"),
                new SQLException("The connection was lost", "08006"),
                // Only what the system itself says counts.
                new IllegalStateException("No space left on device, said the user"));
    }

    @ParameterizedTest
    @MethodSource("other")
    void recognizesOtherFailures(Throwable failure) {
        assertThat(FullDisk.isCauseOf(failure)).isFalse();
    }
}
