package dev.isograd.trainer;

import dev.isograd.ShortText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Sends and receives messages as JSON lines over a socket; supervisor and child process both use it. */
public final class MessageChannel implements Closeable {

    /** Incremented whenever the meaning of a message changes. */
    public static final int PROTOCOL = 2;

    static final int MAX_LINE_BYTES = 64 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private final SocketChannel socket;
    private final InputStream input;

    public MessageChannel(SocketChannel socket) {
        this.socket = socket;
        this.input = new BufferedInputStream(Channels.newInputStream(socket));
    }

    public synchronized void send(Object message) throws IOException {
        byte[] json = JSON.writeValueAsBytes(message);
        if (json.length >= MAX_LINE_BYTES) {
            throw new MalformedMessage("A message of %d bytes exceeds %d".formatted(json.length, MAX_LINE_BYTES));
        }
        ByteBuffer line =
                ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        while (line.hasRemaining()) {
            socket.write(line);
        }
    }

    /**
     * Waits for the next message.
     *
     * @return empty if the other end has closed the channel
     * @throws MalformedMessage if a line is too long or not a message
     */
    public <T> Optional<T> receive(Class<T> type) throws IOException {
        return receive(input, type);
    }

    static <T> Optional<T> receive(InputStream input, Class<T> type) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                return Optional.empty();
            }
            if (line.size() == MAX_LINE_BYTES) {
                throw new MalformedMessage("A line exceeds %d bytes".formatted(MAX_LINE_BYTES));
            }
            line.write(next);
        }
        try {
            T message = JSON.readValue(line.toByteArray(), type);
            if (message == null) {
                throw new MalformedMessage("Not a message: null");
            }
            return Optional.of(message);
        } catch (JacksonException notAMessage) {
            throw new MalformedMessage("Not a message: " + excerpt(line), notAMessage);
        }
    }

    private static String excerpt(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        return ShortText.of(text, 200);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
