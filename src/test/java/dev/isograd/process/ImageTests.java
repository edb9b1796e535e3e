package dev.isograd.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The image for CPUs: built from the Dockerfile without a registry, and run without any right. */
@Tag("chaos")
class ImageTests {

    private static final String IMAGE = "localhost/isograd:test";
    private static final String NAME =
            "isograd-image-test-" + ProcessHandle.current().pid();
    private static final String LONG = ServerProcessTests.SHORT.replace("\"epochs\":1", "\"epochs\":500");
    private static final Duration PATIENCE = Duration.ofSeconds(300);
    private static final Path DOCKER = Path.of("docker/test").toAbsolutePath();

    @BeforeAll
    static void build() throws Exception {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            System.out.println("ImageTests is skipped, because it needs " + String.join(", ", missing) + ".");
        }
        assumeTrue(missing.isEmpty(), "needs " + missing);
        long start = System.nanoTime();
        output(DOCKER.resolve("build").toString(), System.getProperty("java.home"));
        System.out.printf("The image was built in %.0f s.%n", seconds(start));
        podman("volume", "create", NAME);
    }

    private static List<String> missing() throws Exception {
        List<String> missing = new ArrayList<>();
        if (!"root".equals(System.getProperty("user.name"))) {
            missing.add("the user root");
        }
        for (String program : List.of("buildah", "podman", "crun", "mmdebstrap", "unshare")) {
            if (Stream.of(System.getenv("PATH").split(":"))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                missing.add(program);
            }
        }
        if (missing.isEmpty()
                && new ProcessBuilder("unshare", "--mount", "true").start().waitFor() != 0) {
            missing.add("the right to make a mount namespace");
        }
        try (Stream<Path> built = Files.exists(Path.of("target")) ? Files.list(Path.of("target")) : Stream.empty()) {
            if (built.noneMatch(file -> file.getFileName().toString().matches("isograd-.*\\.jar"))) {
                missing.add("the jar in target/, which ./mvnw package creates");
            }
        }
        return missing;
    }

    @AfterAll
    static void remove() throws Exception {
        if (missing().isEmpty()) {
            podman("volume", "rm", "--force", NAME);
            podman("image", "rm", "--force", IMAGE);
        }
    }

    @Test
    void trainsWithoutRightsDrainsAndKeepsItsDataOverARestart() throws Exception {
        Path data = Path.of(podman("volume", "inspect", "--format", "{{.Mountpoint}}", NAME));
        System.out.printf(
                "The image has %,d bytes.%n",
                Long.parseLong(podman("image", "inspect", "--format", "{{.Size}}", IMAGE)));
        String trained;
        String interrupted;
        long saved;
        try (ServerProcess server = start(data)) {
            assertHasNoRights();
            podman("exec", NAME, "/usr/local/sbin/ready");
            trained = server.submit(ServerProcessTests.SHORT);
            JsonNode done = server.awaitJob(trained, PATIENCE, job -> state(job).equals("SUCCEEDED"));
            assertThat(done.get("result").get("testAccuracy").asDouble()).isBetween(0.2, 1.0);
            assertThat(done.get("result").get("versions").get("allocator").asString())
                    .isEqualTo("libjemalloc.so.2");
            interrupted = server.submit(LONG);
            saved = ServerProcess.step(server.awaitJob(interrupted, PATIENCE, job -> ServerProcess.step(job) > 0));

            long start = System.nanoTime();
            server.terminate();

            assertThat(server.awaitExit(Duration.ofSeconds(45))).isEqualTo(143);
            System.out.printf("SIGTERM ended the container in %.1f s.%n", seconds(start));
            assertThat(server.output()).contains("PostgreSQL has stopped").doesNotContain("Exception");
        }
        try (ServerProcess server = start(data)) {
            assertThat(state(server.get("/api/v1/jobs/" + trained))).isEqualTo("SUCCEEDED");
            assertThat(server.answer("/api/v1/jobs/" + trained + "/files/weights.safetensors")
                            .statusCode())
                    .isEqualTo(200);
            JsonNode resumed = server.awaitJob(
                    interrupted, PATIENCE, job -> job.get("attempt").asInt() == 2 && ServerProcess.step(job) > 0);
            assertThat(ServerProcess.step(resumed)).isGreaterThanOrEqualTo(saved);
            server.post("/api/v1/jobs/" + interrupted + "/kill");
        }
    }

    @Test
    void listsItsLibraries() throws Exception {
        String list = podman(
                "run",
                "--rm",
                "--network",
                "none",
                "--ulimit",
                "host",
                "--entrypoint",
                "cat",
                IMAGE,
                "/app/sbom/application.cdx.json");

        JsonNode sbom = ServerProcess.JSON.readTree(list);
        assertThat(sbom.get("bomFormat").asString()).isEqualTo("CycloneDX");
        assertThat(sbom.get("components")
                        .valueStream()
                        .map(part -> part.get("name").asString()))
                .contains("pytorch-native-cpu", "spring-boot");
    }

    /** Read-only, without capabilities, and with a folder for temporary files that programs cannot run from. */
    private static ServerProcess start(Path data) throws Exception {
        int port = ServerProcess.freePort();
        List<String> command = new ArrayList<>(List.of(
                DOCKER.resolve("run").toString(),
                "run",
                "--rm",
                "--name=" + NAME,
                "--read-only",
                "--read-only-tmpfs=false",
                "--tmpfs=/tmp:rw,noexec,nosuid,nodev,size=64m",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--ulimit=host",
                "--volume=" + NAME + ":/data"));
        Map<String, String> environment = new TreeMap<>(ServerProcess.defaults());
        environment.put("SERVER_PORT", Integer.toString(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        environment.forEach((name, value) -> command.add("--env=" + name + "=" + value));
        command.add(IMAGE);
        long start = System.nanoTime();
        ServerProcess server = ServerProcess.of(data, port, command);
        server.awaitStatus("/actuator/health/readiness", 200, PATIENCE);
        System.out.printf("The container was ready after %.1f s.%n", seconds(start));
        return server;
    }

    private static void assertHasNoRights() throws Exception {
        Path process = Path.of("/proc", podman("inspect", "--format", "{{.State.Pid}}", NAME));
        assertThat(Files.readAllLines(process.resolve("status")))
                .contains(
                        "Uid:\t10001\t10001\t10001\t10001", "CapPrm:\t" + "0".repeat(16), "CapEff:\t" + "0".repeat(16))
                .contains("CapBnd:\t" + "0".repeat(16), "NoNewPrivs:\t1", "Seccomp:\t2");
        assertThat(Files.readAllLines(process.resolve("mountinfo")))
                .filteredOn(mount -> mount.split(" ")[4].equals("/"))
                .isNotEmpty()
                .allMatch(mount -> mount.split(" ")[5].startsWith("ro"));
    }

    private static String podman(String... arguments) throws Exception {
        return output(Stream.concat(Stream.of(DOCKER.resolve("run").toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** What a command prints, without its messages. */
    private static String output(String... command) throws Exception {
        Path messages = Files.createTempFile("isograd-image", ".log");
        Process process =
                new ProcessBuilder(command).redirectError(messages.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s:%n%s%n%s", String.join(" ", command), output, Files.readString(messages))
                .isZero();
        return output.strip();
    }

    private static String state(JsonNode job) {
        return job.get("state").asString();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
