package dev.isograd.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhook messages on this machine, which keeps what it is sent. */
final class Receiver implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile Function<Message, Reply> replies;

    private Receiver(int port, Function<Message, Reply> replies) throws IOException {
        this.replies = replies;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::receive);
        server.setExecutor(requests);
        server.start();
    }

    /** A request of the service. */
    record Message(String path, HttpHeaders headers, String body) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String id() {
            return header("webhook-id");
        }

        JsonNode json() {
            return JSON.readTree(body);
        }

        String at(String pointer) {
            return json().at(pointer).asString();
        }
    }

    /** An answer, after a wait. */
    record Reply(int status, String text, long waitMillis, String location) {

        static Reply of(int status) {
            return new Reply(status, "answer " + status, 0, "");
        }
    }

    static Receiver answering(int status) throws IOException {
        return answering(message -> Reply.of(status));
    }

    static Receiver answering(Function<Message, Reply> replies) throws IOException {
        return new Receiver(0, replies);
    }

    static Receiver at(int port, Function<Message, Reply> replies) throws IOException {
        return new Receiver(port, replies);
    }

    void answer(Function<Message, Reply> next) {
        replies = next;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Message message = new Message(
                    exchange.getRequestURI().toString(),
                    HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true),
                    body);
            messages.add(message);
            Reply reply = replies.apply(message);
            Thread.sleep(reply.waitMillis());
            byte[] text = (reply.status() == 204 ? "" : reply.text()).getBytes(StandardCharsets.UTF_8);
            if (!reply.location().isEmpty()) {
                exchange.getResponseHeaders().set("Location", reply.location());
            }
            exchange.sendResponseHeaders(reply.status(), text.length == 0 ? -1 : text.length);
            exchange.getResponseBody().write(text);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    List<Message> messages() {
        return messages;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://localhost:" + port() + "/hook";
    }

    @Override
    public void close() {
        server.stop(0);
        requests.shutdownNow();
    }
}
