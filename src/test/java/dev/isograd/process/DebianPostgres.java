package dev.isograd.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server from the packages of the operating system, with its own client programs for backups. */
final class DebianPostgres implements AutoCloseable {

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final String DATABASE = "isograd";

    private final Path programs;
    private final Path folder;
    private final int port;

    private DebianPostgres(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /** Returns the folder with the programs of the newest installed server that has pg_dump beside it. */
    static Optional<Path> installed() throws IOException {
        if (!Files.isDirectory(PACKAGES)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.exists(bin.resolve("pg_dump")) && Files.exists(bin.resolve("initdb")))
                    .max(Path::compareTo);
        }
    }

    /** Starts a new server with an empty database. */
    static DebianPostgres start(Path programs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("isograd-postgres");
        run(List.of("chown", "postgres", folder.toString()), "root".equals(System.getProperty("user.name")));
        try (ServerSocket socket = new ServerSocket(0)) {
            DebianPostgres server = new DebianPostgres(programs, folder, socket.getLocalPort());
            socket.close();
            server.program("initdb", "-A", "trust", "-U", "postgres", "-D", server.data());
            server.program(
                    "pg_ctl",
                    "-w",
                    "-D",
                    server.data(),
                    "-l",
                    folder.resolve("log").toString(),
                    "-o",
                    "-p %d -k %s -c listen_addresses=127.0.0.1".formatted(server.port, folder),
                    "start");
            server.program("createdb", "-h", "127.0.0.1", "-p", server.port(), "-U", "postgres", DATABASE);
            return server;
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private String port() {
        return Integer.toString(port);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=postgres".formatted(port, DATABASE);
    }

    /** The dump of docs/operations.md. */
    void dump(Path file) throws IOException, InterruptedException {
        run(
                List.of(
                        programs.resolve("pg_dump").toString(),
                        "--format=custom",
                        "--file=" + file,
                        "-h",
                        "127.0.0.1",
                        "-p",
                        port(),
                        "-U",
                        "postgres",
                        DATABASE),
                true);
    }

    /** The restoration of docs/operations.md, into an empty database. */
    void restore(Path file) throws IOException, InterruptedException {
        run(
                List.of(
                        programs.resolve("pg_restore").toString(),
                        "--exit-on-error",
                        "--no-owner",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        port(),
                        "-U",
                        "postgres",
                        "--dbname=" + DATABASE,
                        file.toString()),
                true);
    }

    /** PostgreSQL refuses to run as root. */
    private void program(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs.resolve(name).toString());
        command.addAll(Arrays.asList(arguments));
        run(command, true);
    }

    private static void run(List<String> command, boolean wanted) throws IOException, InterruptedException {
        if (!wanted) {
            return;
        }
        Path log = Files.createTempFile("isograd-program", ".log");
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/tmp").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(command + " failed: " + Files.readString(log));
        }
        Files.delete(log);
    }

    /** As a lost machine: nothing of the database is left. */
    @Override
    public void close() throws IOException, InterruptedException {
        program("pg_ctl", "-D", data(), "-m", "immediate", "stop");
        run(List.of("rm", "-rf", folder.toString()), true);
    }
}
