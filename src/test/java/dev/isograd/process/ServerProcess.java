package dev.isograd.process;

import dev.isograd.IsogradApplication;
import dev.isograd.artifacts.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real service as a process of its own, to be asked over HTTP and killed. */
final class ServerProcess implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.builder().build();

    /** The time goes into starting. */
    private static final List<String> SHORT_LIVED = List.of("-Xmx512m", "-XX:TieredStopAtLevel=1");

    /**
     * Tests poll and submit more with one key than a user would, and run on the CPU, whatever the machine has. Arguments
     * may set other values.
     */
    private static final Map<String, String> DEFAULTS = Map.of(
            "ISOGRAD_WORKER_DEVICES", "cpu",
            // It would take time from the tests; it has one of its own.
            "ISOGRAD_WORKER_CALIBRATION", "false",
            "ISOGRAD_LIMITS_FAILURES_PER_MINUTE", "0",
            "ISOGRAD_LIMITS_SUBMISSIONS_PER_MINUTE", "0",
            "ISOGRAD_LIMITS_REQUESTS_PER_MINUTE", "0");

    private final Path dataFolder;
    private final Path log;
    private final int port;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private ServerProcess(Path dataFolder, Path log, int port, Process process) {
        this.dataFolder = dataFolder;
        this.log = log;
        this.port = port;
        this.process = process;
    }

    static ServerProcess start(Path dataFolder, String... arguments) throws IOException {
        return start(dataFolder, SHORT_LIVED, Map.of(), arguments);
    }

    /** Starts another version of the service. */
    static ServerProcess startJar(Path jar, Path dataFolder, String... arguments) throws IOException {
        return start(freePort(), dataFolder, SHORT_LIVED, List.of("-jar", jar.toString()), Map.of(), arguments);
    }

    /** At a port that stays the same when the server is started again. */
    static ServerProcess startAt(int port, Path dataFolder, String... arguments) throws IOException {
        return start(port, dataFolder, SHORT_LIVED, program(), Map.of(), arguments);
    }

    /** With as little memory as a pod would have. */
    static ServerProcess startForLoad(Path dataFolder, String... arguments) throws IOException {
        return start(dataFolder, List.of("-Xmx320m", "-XX:+UseSerialGC"), Map.of(), arguments);
    }

    static ServerProcess startWith(Map<String, String> environment, Path dataFolder, String... arguments)
            throws IOException {
        return start(dataFolder, SHORT_LIVED, environment, arguments);
    }

    /** Settings for a server that keeps its files in a store elsewhere. */
    static String[] storedIn(S3Server store, String bucket, String... others) {
        return Stream.concat(
                        Stream.of(
                                "--isograd.artifacts.type=s3",
                                "--isograd.artifacts.s3.endpoint=" + store.address(),
                                "--isograd.artifacts.s3.region=us-east-1",
                                "--isograd.artifacts.s3.bucket=" + bucket,
                                "--isograd.artifacts.s3.path-style=true",
                                "--isograd.artifacts.s3.access-key=" + S3Server.ACCESS_KEY,
                                "--isograd.artifacts.s3.secret-key=" + S3Server.SECRET_KEY),
                        Stream.of(others))
                .toArray(String[]::new);
    }

    private static ServerProcess start(
            Path dataFolder, List<String> options, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(freePort(), dataFolder, options, program(), environment, arguments);
    }

    private static List<String> program() {
        return List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                IsogradApplication.class.getName());
    }

    private static ServerProcess start(
            int port,
            Path dataFolder,
            List<String> options,
            List<String> program,
            Map<String, String> environment,
            String... arguments)
            throws IOException {
        Path log = Files.createTempFile("isograd-server", ".log");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(program);
        command.add("--isograd.datasets.fashion-mnist=" + dataFolder.resolve("none"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .putAll(Map.of("ISOGRAD_DATA_DIR", dataFolder.toString(), "SERVER_PORT", Integer.toString(port)));
        builder.environment().putAll(DEFAULTS);
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return new ServerProcess(dataFolder, log, port, builder.start());
    }

    /**
     * A server that a command starts in its own way, such as a container.
     *
     * @param command ends when the server does, and passes signals on
     */
    static ServerProcess of(Path dataFolder, int port, List<String> command) throws IOException {
        Path log = Files.createTempFile("isograd-server", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        return new ServerProcess(
                dataFolder, log, port, builder.redirectOutput(log.toFile()).start());
    }

    /** Settings that every server of the tests has. */
    static Map<String, String> defaults() {
        return DEFAULTS;
    }

    /** Returns a free port below those that the operating system gives to other sockets before the server listens. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // The next one may be free.
            }
        }
    }

    ServerProcess awaitHealthy() throws InterruptedException {
        await(Duration.ofSeconds(180), "health at /actuator/health", () -> {
            if (!process.isAlive()) {
                throw new AssertionError("The server ended with " + process.exitValue() + ":\n" + output());
            }
            return status("/actuator/health") == 200;
        });
        return this;
    }

    int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The server still runs after " + limit + ":\n" + output());
        }
        return process.exitValue();
    }

    String submit(String spec) throws IOException, InterruptedException {
        return create("/api/v1/jobs", spec);
    }

    /** Returns the id of what was made. */
    String create(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body()).get("id").asString();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(path, request(path));
    }

    /** Whatever it is. */
    HttpResponse<String> answer(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Whatever comes back. */
    HttpResponse<String> postAny(String path) throws IOException, InterruptedException {
        return http.send(
                request(path).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode post(String path) throws IOException, InterruptedException {
        return send(path, request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private JsonNode send(String path, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }

    JsonNode awaitJob(String id, Duration limit, Predicate<JsonNode> wanted) throws InterruptedException {
        JsonNode[] last = new JsonNode[1];
        await(limit, "job " + id, () -> {
            last[0] = get("/api/v1/jobs/" + id);
            if (isOver(last[0]) && !wanted.test(last[0])) {
                throw new AssertionError("The job ended otherwise: " + last[0]);
            }
            return wanted.test(last[0]);
        });
        return last[0];
    }

    static boolean isOver(JsonNode job) {
        return job.get("isTerminal").asBoolean();
    }

    static boolean isTraining(JsonNode job) {
        return job.path("phase").asString("").equals("TRAINING");
    }

    /** How far the job is; 0 before its first report. */
    static long step(JsonNode job) {
        return job.path("progress").path("step").asLong(0);
    }

    HttpRequest.Builder request(String path) {
        try {
            String key = Files.readString(dataFolder.resolve("admin.key")).strip();
            return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .header("Authorization", "Bearer " + key);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The status of an answer without credentials; -1 if there is no answer. */
    int status(String path) throws InterruptedException {
        try {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException notYet) {
            return -1;
        }
    }

    void awaitStatus(String path, int wanted, Duration limit) throws InterruptedException {
        await(limit, wanted + " of " + path, () -> status(path) == wanted);
    }

    void awaitOutput(String text, Duration limit) throws InterruptedException {
        await(limit, "output of " + text, () -> output().contains(text));
    }

    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    void await(Duration limit, String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Waited %s for %s:%n%s".formatted(limit, what, output()));
                }
                Thread.sleep(200);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return port;
    }

    String url() {
        return "http://localhost:" + port;
    }

    /** The training processes that this server started: its only children that are Java. */
    List<ProcessHandle> trainers() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .toList();
    }

    /** The embedded PostgreSQL, which detaches itself and so is no descendant. */
    ProcessHandle postgres() throws IOException {
        String pid = Files.readAllLines(dataFolder.resolve("postgres/postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    long pid() {
        return process.pid();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** A process that has ended but was not yet waited for by its parent does not run. */
    static boolean isRunning(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return process.isAlive() && stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException gone) {
            return process.isAlive();
        }
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Returns the number of bytes that the server has logged. */
    long logged() {
        try {
            return Files.size(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** As Ctrl-C or a container's stop does. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL: no shutdown code runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> left = trainers();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        left.forEach(ProcessHandle::destroyForcibly);
    }
}
