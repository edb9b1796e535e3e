package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

class DataDirectoryLockTests {

    @TempDir
    private Path folder;

    @Test
    void locksOutASecondProcess() throws IOException {
        Path directory = folder.resolve("data");
        try (FileChannel held = DataDirectoryLock.acquire(directory)) {
            assertThat(held.isOpen()).isTrue();
            assertThatThrownBy(() -> DataDirectoryLock.acquire(directory))
                    .isInstanceOf(DataDirectoryInUse.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }

        try (FileChannel again = DataDirectoryLock.acquire(directory)) {
            assertThat(again.isOpen()).isTrue();
        }
    }

    @Test
    void createsADirectoryForItsOwnerOnly() throws IOException {
        Path directory = folder.resolve("new/data");
        try (FileChannel held = DataDirectoryLock.acquire(directory)) {
            assertThat(held.isOpen()).isTrue();
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    @Test
    void explainsHowToFixTheProblem() {
        DataDirectoryInUse cause = new DataDirectoryInUse(Path.of("/data"), "7");

        FailureAnalysis analysis = new DataDirectoryInUseAnalyzer().analyze(cause, cause);

        assertThat(analysis.getDescription())
                .isEqualTo("Another Isograd process is using the data directory /data (process 7).");
        assertThat(analysis.getAction()).contains("ISOGRAD_DATA_DIR");
    }
}
