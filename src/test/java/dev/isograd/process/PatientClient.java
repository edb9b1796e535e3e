package dev.isograd.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client as docs/operations.md describes it: it repeats a request that reached no server, or that a server asks to repeat by
 * Retry-After. Its submissions carry an Idempotency-Key.
 */
final class PatientClient {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<Integer> REPEATABLE = Set.of(429, 502, 503);
    private static final int MOST_TRIES = 8;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String key;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger repeats = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    PatientClient(String url, String key) {
        this.url = url;
        this.key = key;
    }

    int requests() {
        return requests.get();
    }

    int repeats() {
        return repeats.get();
    }

    List<String> failures() {
        return failures;
    }

    JsonNode get(String path) throws InterruptedException {
        return send(request(path).GET());
    }

    JsonNode post(String path, String body, String idempotencyKey) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .POST(BodyPublishers.ofString(body)));
    }

    /** Reads a stream until it ends, and returns its last id; the position before it if no server could be reached. */
    String follow(String path, String after) throws InterruptedException {
        HttpRequest.Builder request = request(path);
        if (!after.isEmpty()) {
            request.header("Last-Event-ID", after);
        }
        requests.incrementAndGet();
        String[] last = {after};
        try {
            HttpResponse<Stream<String>> answer = http.send(request.build(), BodyHandlers.ofLines());
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() == 200) {
                    lines.filter(line -> line.startsWith("id:"))
                            .forEach(line -> last[0] = line.substring(3).strip());
                } else if (!REPEATABLE.contains(answer.statusCode())) {
                    failures.add(path + " answered " + answer.statusCode());
                }
            }
        } catch (IOException | java.io.UncheckedIOException cut) {
            repeats.incrementAndGet();
            Thread.sleep(200);
        }
        return last[0];
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key);
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        requests.incrementAndGet();
        HttpRequest built = request.build();
        String last = "";
        for (int attempt = 1; attempt <= MOST_TRIES; attempt++) {
            long wait = 250L * attempt;
            try {
                HttpResponse<String> answer = http.send(built, BodyHandlers.ofString());
                last = answer.statusCode() + " " + answer.body();
                if (!REPEATABLE.contains(answer.statusCode())) {
                    if (answer.statusCode() >= 300) {
                        break;
                    }
                    return JSON.readTree(answer.body());
                }
                wait = 1_000 * answer.headers().firstValueAsLong("Retry-After").orElse(1);
            } catch (IOException cut) {
                last = cut.toString();
            }
            repeats.incrementAndGet();
            Thread.sleep(wait);
        }
        failures.add("%s %s: %s".formatted(built.method(), built.uri().getPath(), last));
        return JSON.createObjectNode();
    }
}
