package dev.isograd.process;

import dev.isograd.EventStream;
import dev.isograd.EventStream.Message;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Follows one job to its end, hangs up once in the middle and comes back as browsers do. */
final class StreamClient {

    private static final long PATIENCE_SECONDS = 120;

    private final HttpClient http;
    private final Supplier<HttpRequest.Builder> request;
    private final int hangsUpAfter;
    private final List<Long> lines = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable EventStream stream;
    private final List<String> refusals = new ArrayList<>();
    private String lastId = "";
    private int connection;

    /** @param hangsUpAfter so many lines */
    StreamClient(HttpClient http, Supplier<HttpRequest.Builder> request, int hangsUpAfter) {
        this.http = http;
        this.request = request;
        this.hangsUpAfter = hangsUpAfter;
        connect();
    }

    private synchronized void connect() {
        int mine = ++connection;
        HttpRequest.Builder next = request.get();
        if (!lastId.isEmpty()) {
            next.header("Last-Event-ID", lastId);
        }
        stream = EventStream.open(http, next.build(), message -> take(mine, message));
    }

    /** What an earlier connection had on its way when it was given up, the next one brings again. */
    private synchronized void take(int from, Message message) {
        if (from != connection || ended.getCount() == 0) {
            return;
        }
        switch (message.event()) {
            case "over" -> connect();
            case "refused" -> comeBackLater(message.data());
            case "end" -> ended.countDown();
            case "log" -> takeLines(message);
            default -> {}
        }
        if (!message.id().isEmpty()) {
            lastId = message.id();
            started.countDown();
        }
        if (message.event().equals("log") && lines.size() >= hangsUpAfter && from == 1) {
            close();
            connect();
        }
    }

    /** As clients are told to that are answered 503. */
    private void comeBackLater(String why) {
        refusals.add(why);
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(this::connect);
    }

    private void takeLines(Message message) {
        long now = System.nanoTime();
        message.json().at("/lines").forEach(line -> {
            lines.add(line.at("/line").asLong());
            delays.add(now - Long.parseLong(line.at("/text").asString()));
        });
    }

    private void close() {
        EventStream current = stream;
        if (current != null) {
            current.close();
        }
    }

    void awaitStart() throws InterruptedException {
        await(started, "begun");
    }

    void awaitEnd() throws InterruptedException {
        await(ended, "ended");
    }

    private void await(CountDownLatch latch, String what) throws InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("A stream has not %s after connection %d, id %s, lines %s"
                    .formatted(what, connection, lastId, lines));
        }
    }

    /** Why there was no stream when there should have been. */
    synchronized List<String> refusals() {
        return List.copyOf(refusals);
    }

    synchronized List<Long> lines() {
        return List.copyOf(lines);
    }

    /** Nanoseconds from the writing of a line to its arrival, the wait for a new connection included. */
    synchronized List<Long> delays() {
        return List.copyOf(delays);
    }
}
