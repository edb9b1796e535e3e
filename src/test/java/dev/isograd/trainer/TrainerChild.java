package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * A training process of its own, as a worker starts it, that ran to its end.
 *
 * @param last its last message
 * @param output what it printed
 */
record TrainerChild(int status, ChildMessage last, String output) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path DATASET = Path.of("src/main/resources/datasets/fashion-mnist-sample");

    /** @param environment variables of the process besides the usual ones */
    static TrainerChild run(Path folder, TrainingSpec spec, Map<String, String> environment) throws Exception {
        Path specFile = folder.resolve("spec.json");
        JSON.writeValue(specFile, SpecWriter.write(spec));
        Path output = Files.createDirectories(folder.resolve("output"));
        Path log = folder.resolve("log");
        // The path of a socket must be short.
        Path socket = Files.createTempDirectory("child").resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process process = start(socket, log, environment);
            try (MessageChannel channel = new MessageChannel(server.accept())) {
                channel.send(new SupervisorMessage.Start(
                        specFile.toString(),
                        DATASET.toAbsolutePath().toString(),
                        output.toString(),
                        null,
                        new SupervisorMessage.Interval(1000, 1000),
                        null));
                ChildMessage last = lastMessage(channel);
                return new TrainerChild(process.waitFor(), last, Files.readString(log));
            } finally {
                process.destroyForcibly();
                Files.delete(socket);
                Files.delete(socket.getParent());
            }
        }
    }

    private static ChildMessage lastMessage(MessageChannel channel) throws IOException {
        ChildMessage last = new ChildMessage.Pong();
        for (Optional<ChildMessage> next = channel.receive(ChildMessage.class);
                next.isPresent();
                next = channel.receive(ChildMessage.class)) {
            last = next.get();
        }
        return last;
    }

    private static Process start(Path socket, Path log, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback-trainer.xml",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                TrainerProcess.class.getName(),
                socket.toString());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    ChildMessage.Failed failure() {
        assertThat(last).as(output).isInstanceOf(ChildMessage.Failed.class);
        return (ChildMessage.Failed) last;
    }

    /** An object of the result. */
    Map<?, ?> part(String name) {
        return (Map<?, ?>) Objects.requireNonNull(result().get(name), output);
    }

    Map<String, Object> result() {
        assertThat(last).as(output).isInstanceOf(ChildMessage.Done.class);
        return new TreeMap<>(((ChildMessage.Done) last).result());
    }
}
