package dev.isograd;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client for server-sent events that does not reconnect by itself. */
public final class EventStream implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int HTTP_OK = 200;
    private static final int TIMEOUT_SECONDS = 30;
    private static final Message OVER = new Message("", "over", "");

    private final BlockingQueue<Message> messages;
    private final Lines lines;
    private final CompletableFuture<HttpResponse<Void>> response;

    private EventStream(
            HttpClient http, HttpRequest request, BlockingQueue<Message> messages, Consumer<Message> reader) {
        this.messages = messages;
        lines = new Lines(reader);
        response = http.sendAsync(
                request,
                info -> info.statusCode() == HTTP_OK
                        ? BodySubscribers.fromLineSubscriber(lines)
                        : BodyHandlers.discarding().apply(info));
    }

    /** A received message; a comment has the event {@code comment} and its text as the data. */
    public record Message(String id, String event, String data) {
        public JsonNode json() {
            return JSON.readTree(data);
        }
    }

    /** Opens a stream whose messages the caller fetches with {@link #next()}. */
    public static EventStream open(HttpClient http, HttpRequest request) {
        BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
        return new EventStream(http, request, messages, messages::add);
    }

    /**
     * Opens a stream that passes messages to a reader; the last is {@code over}, or {@code refused} without a stream.
     */
    public static EventStream open(HttpClient http, HttpRequest request, Consumer<Message> reader) {
        EventStream stream = new EventStream(http, request, new LinkedBlockingQueue<>(), reader);
        stream.response.whenComplete((answer, failure) -> {
            if (failure != null && !stream.lines.isBegun()) {
                reader.accept(new Message("", "refused", failure.toString()));
            } else if (answer != null && answer.statusCode() != HTTP_OK) {
                reader.accept(new Message("", "refused", "Status " + answer.statusCode()));
            }
        });
        return stream;
    }

    /** Returns the status, for responses that may have no stream. */
    public int status() {
        try {
            return response.get(TIMEOUT_SECONDS, TimeUnit.SECONDS).statusCode();
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public Message next() {
        try {
            Message next = messages.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("No message arrived");
            }
            return next;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Returns the next message with this event; comments do not extend the timeout. */
    public Message next(String event) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        for (Message next = next(); !next.equals(OVER) && System.nanoTime() < deadline; next = next()) {
            if (next.event().equals(event)) {
                return next;
            }
        }
        throw new AssertionError("No message arrived with the event " + event);
    }

    /** Returns all further messages until the stream ends. */
    public List<Message> rest() {
        List<Message> rest = new ArrayList<>();
        for (Message next = next(); !next.equals(OVER); next = next()) {
            rest.add(next);
        }
        return rest;
    }

    /** Disconnects. */
    @Override
    public void close() {
        lines.cancel();
        response.cancel(true);
    }

    private static final class Lines implements Flow.Subscriber<String> {

        private final Consumer<Message> reader;
        private volatile Flow.@Nullable Subscription subscription;
        private String id = "";
        private String event = "message";
        private final StringBuilder data = new StringBuilder();

        Lines(Consumer<Message> reader) {
            this.reader = reader;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("id:")) {
                id = line.substring(3);
            } else if (line.startsWith("event:")) {
                event = line.substring(6);
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5));
            } else if (line.startsWith(":")) {
                reader.accept(new Message(id, "comment", line.substring(1)));
            } else if (line.isEmpty() && !data.isEmpty()) {
                reader.accept(new Message(id, event, data.toString()));
                event = "message";
                data.setLength(0);
            }
        }

        @Override
        public void onError(Throwable failure) {
            reader.accept(OVER);
        }

        @Override
        public void onComplete() {
            reader.accept(OVER);
        }

        boolean isBegun() {
            return subscription != null;
        }

        void cancel() {
            Flow.Subscription begun = subscription;
            if (begun != null) {
                begun.cancel();
            }
        }
    }
}
