package dev.isograd.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to bytes that a Java client would refuse to send.
 *
 * @param head status line and headers; empty if the server closed the connection without an answer
 * @param body the body, with its transfer encoding
 */
public record RawAnswer(String head, String body) {

    private static final int LONGEST = 4 << 20;
    private static final String BLANK_LINE = "\r\n\r\n";

    /** Sends one request, whose answer must end the connection, and reads the answer, or its head if it is a stream. */
    public static RawAnswer to(int port, byte[] request, Duration limit) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("localhost", port), (int) limit.toMillis());
            socket.setSoTimeout((int) limit.toMillis());
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (IOException refusedEarly) {
                // The server may answer and close before it has read everything.
            }
            return read(socket.getInputStream());
        }
    }

    public static RawAnswer to(int port, String request) throws IOException {
        return to(port, request.getBytes(StandardCharsets.ISO_8859_1), Duration.ofSeconds(30));
    }

    private static RawAnswer read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        String head = "";
        try {
            for (int count = in.read(buffer); count >= 0 && bytes.size() < LONGEST; count = in.read(buffer)) {
                bytes.write(buffer, 0, count);
                if (head.isEmpty()) {
                    head = head(bytes);
                }
                if (head.toLowerCase(Locale.ROOT).contains("content-type: text/event-stream")) {
                    break;
                }
            }
        } catch (java.net.SocketException reset) {
            // Everything that arrived before the reset counts.
        }
        return new RawAnswer(
                head(bytes),
                bytes.toString(StandardCharsets.UTF_8).substring(head(bytes).length()));
    }

    private static String head(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf(BLANK_LINE);
        return end < 0 ? "" : text.substring(0, end + BLANK_LINE.length());
    }

    /** Returns 0 if there is no answer. */
    public int status() {
        Matcher line = Pattern.compile("HTTP/1\\.1 (\\d{3}).*", Pattern.DOTALL).matcher(head);
        return line.matches() ? Integer.parseInt(line.group(1)) : 0;
    }

    /** Returns an empty text if there is no such header. */
    public String header(String name) {
        Matcher header = Pattern.compile("\r\n" + Pattern.quote(name) + ": ?([^\r]*)", Pattern.CASE_INSENSITIVE)
                .matcher(head);
        return header.find() ? header.group(1) : "";
    }

    /** Returns the body without the sizes of its chunks. */
    public String content() {
        if (!header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
            return body;
        }
        byte[] all = body.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (at < all.length) {
            int end = at;
            while (all[end] != '\r') {
                end++;
            }
            int size = Integer.parseInt(new String(all, at, end - at, StandardCharsets.US_ASCII), 16);
            if (size == 0) {
                break;
            }
            content.write(all, end + 2, size);
            at = end + 2 + size + 2;
        }
        return content.toString(StandardCharsets.UTF_8);
    }
}
