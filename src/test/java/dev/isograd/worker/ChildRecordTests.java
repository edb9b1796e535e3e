package dev.isograd.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildRecordTests {

    @TempDir
    private Path scratch;

    private Path attempt = Path.of("");
    private Process child;

    @BeforeEach
    void start() throws IOException {
        attempt = Files.createDirectory(scratch.resolve("attempt-1"));
        child = new ProcessBuilder("sh", "-c", "sleep 300 & wait").start();
        ChildRecord.write(attempt, child.toHandle());
    }

    @AfterEach
    void end() {
        child.descendants().forEach(ProcessHandle::destroyForcibly);
        child.destroyForcibly();
    }

    @Test
    void endsALeftoverProcessAndItsDescendants() throws Exception {
        List<ProcessHandle> below = awaitDescendants();

        ChildRecord.endLeftovers(scratch);

        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        for (ProcessHandle process : below) {
            process.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void keepsAnotherProcessWithTheSameId() throws Exception {
        Path record = attempt.resolve("child.pid");
        List<String> lines = Files.readAllLines(record);
        Files.write(record, List.of(lines.getFirst(), lines.getLast() + "0"));

        ChildRecord.endLeftovers(scratch);

        assertThat(child.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void ignoresInvalidRecords() throws Exception {
        for (String text : List.of("", "x", "99999999999999999999\nb 1", "-1\nb 1", "1\n2\n3", child.pid() + "\n")) {
            Files.writeString(attempt.resolve("child.pid"), text);
            ChildRecord.endLeftovers(scratch);
        }
        ChildRecord.endLeftovers(scratch.resolve("missing"));

        assertThat(child.isAlive()).isTrue();
    }

    private List<ProcessHandle> awaitDescendants() throws InterruptedException {
        List<ProcessHandle> below = child.descendants().toList();
        for (int i = 0; below.isEmpty() && i < 200; i++) {
            child.waitFor(20, TimeUnit.MILLISECONDS);
            below = child.descendants().toList();
        }
        assertThat(below).isNotEmpty();
        return below;
    }
}
