package dev.isograd.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.JavaHeap;
import dev.isograd.trainer.MessageChannel;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.json.JsonMapper;

/** An import in a process of its own, as a worker starts it, that ran to its end. */
record ImporterChild(int status, List<ChildMessage> messages, String output) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ImporterChild run(Path folder, ImportOrder order) throws Exception {
        return run(folder, order, (_, _) -> {});
    }

    /** @param onMessage may answer each message of the child */
    static ImporterChild run(Path folder, ImportOrder order, BiConsumer<MessageChannel, ChildMessage> onMessage)
            throws Exception {
        Path orderFile = folder.resolve("order.json");
        Files.write(orderFile, JSON.writeValueAsBytes(order));
        Path output = Files.createDirectories(folder.resolve("output"));
        Path log = folder.resolve("log");
        // The path of a socket must be short.
        Path socket = Files.createTempDirectory("child").resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Process process = start(socket, log);
            try (MessageChannel channel = new MessageChannel(server.accept())) {
                channel.send(new SupervisorMessage.Import(orderFile.toString(), output.toString()));
                List<ChildMessage> messages = receive(channel, onMessage);
                return new ImporterChild(process.waitFor(), messages, Files.readString(log));
            } finally {
                process.destroyForcibly();
                Files.delete(socket);
                Files.delete(socket.getParent());
            }
        }
    }

    private static List<ChildMessage> receive(
            MessageChannel channel, BiConsumer<MessageChannel, ChildMessage> onMessage) throws IOException {
        List<ChildMessage> messages = new ArrayList<>();
        for (Optional<ChildMessage> next = channel.receive(ChildMessage.class);
                next.isPresent();
                next = channel.receive(ChildMessage.class)) {
            messages.add(next.get());
            onMessage.accept(channel, next.get());
        }
        return messages;
    }

    private static Process start(Path socket, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JavaHeap.options("512m"));
        command.addAll(List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlogback.configurationFile=logback-trainer.xml",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ImporterProcess.class.getName(),
                socket.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    ChildMessage last() {
        return messages.getLast();
    }

    ChildMessage.Failed failure() {
        assertThat(last()).as(output).isInstanceOf(ChildMessage.Failed.class);
        return (ChildMessage.Failed) last();
    }
}
