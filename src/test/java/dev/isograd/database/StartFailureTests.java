package dev.isograd.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.isograd.IsogradApplication;
import dev.isograd.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Starts that cannot succeed: each says in a few sentences what is wrong and what to do, without a stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTests {

    @TempDir
    Path folder;

    @Test
    void namesADataDirectoryThatCannotBeWritten(CapturedOutput output) throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        start("--isograd.data-dir=" + file.resolve("data"));

        assertExplained(output, "Cannot use the data directory " + file.resolve("data"), "ISOGRAD_DATA_DIR");
    }

    /** With a file system of 24 MB, which the programs of PostgreSQL alone exceed. */
    @Test
    void namesAFullDisk(CapturedOutput output) throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        assumeThat(status("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small.toString()))
                .as("file systems can be mounted")
                .isZero();
        try {
            start("--isograd.data-dir=" + small.resolve("data"));

            assertExplained(output, "Cannot start the embedded PostgreSQL", "The disk is full");
        } finally {
            status("umount", small.toString());
        }
    }

    @Test
    void namesADatabaseThatCannotBeReached(CapturedOutput output) throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://localhost:" + unused + "/isograd";

        start(
                "--isograd.data-dir=" + folder.resolve("data"),
                "--spring.datasource.url=" + url + "?password=secret",
                "--spring.datasource.hikari.connection-timeout=1000");

        assertExplained(output, "The database " + url + " cannot be used", "SPRING_DATASOURCE_URL");
        assertThat(output.getAll()).doesNotContain("secret");
    }

    @Test
    void namesAPortThatIsInUse(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start(
                    "--isograd.data-dir=" + folder.resolve("data"),
                    "--isograd.roles=api",
                    "--spring.datasource.url=" + TestDatabase.create(),
                    "--server.port=" + taken.getLocalPort());

            assertExplained(output, "Port " + taken.getLocalPort() + " was already in use");
        }
    }

    @Test
    void namesAGpuThatIsMissing(CapturedOutput output) throws Exception {
        start(
                "--isograd.data-dir=" + folder.resolve("data"),
                "--spring.datasource.url=" + TestDatabase.create(),
                "--isograd.worker.nvml=libnvidia-ml-of-nobody.so.1",
                "--isograd.worker.devices=GPU-a");

        assertExplained(
                output,
                "isograd.worker.devices names GPU-a, which is not on this machine; NVML finds no GPU.",
                "nvidia-smi -L");
    }

    @Test
    void namesDevicesThatDoNotExist(CapturedOutput output) {
        start("--isograd.data-dir=" + folder.resolve("data"), "--isograd.worker.devices=cuda:0");

        assertExplained(output, "isograd.worker.devices is \"cuda:0\", but must be auto, cpu, gpu, or UUIDs of GPUs");
    }

    private static void start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--spring.main.register-shutdown-hook=false");
        all.add("--isograd.datasets.fashion-mnist=/nowhere");
        assertThatThrownBy(() -> SpringApplication.run(IsogradApplication.class, all.toArray(String[]::new)))
                .isInstanceOf(Exception.class);
    }

    private static void assertExplained(CapturedOutput output, String... sentences) {
        assertThat(output.getAll())
                .contains("APPLICATION FAILED TO START")
                .contains(sentences)
                .doesNotContain("\tat ");
    }

    private static int status(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
