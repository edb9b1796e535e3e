package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageChannelTests {

    @TempDir
    Path folder;

    private SocketChannel child;
    private MessageChannel supervisor;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            child = SocketChannel.open(address);
            supervisor = new MessageChannel(server.accept());
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        child.close();
        supervisor.close();
    }

    @Test
    void sendsEveryKindOfMessageUnchanged() throws IOException {
        List<ChildMessage> messages = List.of(
                new ChildMessage.Hello(1, 42),
                new ChildMessage.Training(7, List.of(List.of("stem"), List.of("block-1")), 12),
                new ChildMessage.Progress(1, 3, 10, 30, null),
                new ChildMessage.Metrics(List.of(new ChildMessage.Point("boundary.cosine", 2, 5, 0.25))),
                new ChildMessage.CheckpointReady(
                        "checkpoint-12.safetensors",
                        5_000_000_000L,
                        "00ff",
                        1,
                        12,
                        null,
                        0.5,
                        SaveReason.INTERVAL,
                        new TrainingTime(1.5, 1.25),
                        Map.of("device", "cpu")),
                new ChildMessage.Pong(),
                new ChildMessage.Stopped(),
                new ChildMessage.Failed(ExitCode.DIVERGED, "näive\nmessage"));
        MessageChannel sender = new MessageChannel(child);

        for (ChildMessage message : messages) {
            sender.send(message);
        }

        for (ChildMessage message : messages) {
            assertThat(supervisor.receive(ChildMessage.class)).contains(message);
        }
    }

    @Test
    void reportsThatTheOtherEndHasClosed() throws IOException {
        child.close();

        assertThat(supervisor.receive(ChildMessage.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\0\1garbage\n",
                "{\"type\":\"unknown\"}\n",
                "[]\n",
                "{\"type\":\"hello\",\"protocol\":{}}\n",
                "\n"
            })
    void refusesMalformedMessages(String line) throws IOException {
        child.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> supervisor.receive(ChildMessage.class)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void refusesLinesOverTheLimitInBothDirections() throws IOException {
        String tooLong = "x".repeat(MessageChannel.MAX_LINE_BYTES);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                child.write(ByteBuffer.wrap((tooLong + "yz").getBytes(StandardCharsets.UTF_8)));
            } catch (IOException closed) {
                throw new java.io.UncheckedIOException(closed);
            }
        });

        assertThatThrownBy(() -> supervisor.receive(ChildMessage.class))
                .isInstanceOf(MalformedMessage.class)
                .hasMessageContaining("exceeds 65536 bytes");
        assertThatThrownBy(() -> supervisor.send(new ChildMessage.Failed(ExitCode.INTERNAL, tooLong)))
                .isInstanceOf(MalformedMessage.class);
        assertThat(writer).isNotNull();
    }
}
