package dev.isograd.attempts;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

/** Talks to the worker of this attempt; a worker that does not answer is asked again for a while. */
final class PodClient {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int TOO_MANY = 429;

    private final String url;
    private final String token;
    private final Duration patience;
    private final String pod = UUID.randomUUID().toString();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private volatile long contact = System.nanoTime();

    /** @param patience time without an answer after which the pod gives up */
    PodClient(String url, String token, Duration patience) {
        this.url = url;
        this.token = token;
        this.patience = patience;
    }

    PodOrder order() throws AttemptOver, InterruptedException, IOException {
        return AttemptProtocol.read(ask(request("/order").build()), PodOrder.class);
    }

    PodReceipt send(PodBatch batch) throws AttemptOver, InterruptedException, IOException {
        return AttemptProtocol.read(
                ask(request("/messages")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(AttemptProtocol.write(batch)))
                        .build()),
                PodReceipt.class);
    }

    /** Waits until there are messages, at most for the time of one long poll. */
    PodOrders orders(String session, long after) throws AttemptOver, InterruptedException, IOException {
        return AttemptProtocol.read(
                ask(request("/orders?session=%s&after=%d".formatted(session, after))
                        .build()),
                PodOrders.class);
    }

    void upload(Path file) throws AttemptOver, InterruptedException, IOException {
        ask(request("/files/" + file.getFileName())
                .timeout(Duration.ofHours(1))
                .header(AttemptProtocol.SHA256, Digests.of(file))
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofFile(file))
                .build());
    }

    /**
     * Fetches a file of the order into the folder.
     *
     * @throws IOException if it is not what the order says, or could not be fetched for too long
     */
    void download(PodOrder.File file, Path folder) throws AttemptOver, InterruptedException, IOException {
        Path target = folder.resolve(file.name()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("The order names a file outside of the pod's folder: " + file.name());
        }
        Files.createDirectories(target.getParent());
        HttpRequest request = file.address() == null
                ? request("/files/" + file.name()).timeout(Duration.ofHours(1)).build()
                : HttpRequest.newBuilder(file.address())
                        .timeout(Duration.ofHours(1))
                        .build();
        repeat(() -> fetch(request, file, target));
    }

    private Answer<Boolean> fetch(HttpRequest request, PodOrder.File file, Path target)
            throws IOException, InterruptedException {
        HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
        try (DigestInputStream body = new DigestInputStream(response.body(), Digests.sha256())) {
            if (response.statusCode() != 200) {
                return new Answer<>(response.statusCode(), text(body.readNBytes(1_000)), false);
            }
            try (OutputStream out = Files.newOutputStream(target)) {
                body.transferTo(out);
            }
            String found = HexFormat.of().formatHex(body.getMessageDigest().digest());
            if (!found.equals(file.sha256())) {
                throw new IOException(
                        "%s has the SHA-256 %s instead of %s".formatted(file.name(), found, file.sha256()));
            }
            return new Answer<>(200, "", true);
        }
    }

    private byte[] ask(HttpRequest request) throws AttemptOver, InterruptedException, IOException {
        return repeat(() -> {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer<>(response.statusCode(), text(response.body()), response.body());
        });
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private record Answer<T>(int status, String text, T body) {}

    /** One try of a request. */
    @FunctionalInterface
    private interface Try<T> {
        Answer<T> send() throws IOException, InterruptedException;
    }

    /** An outage of the worker lasts as long as its restart; a refusal is final. */
    private <T> T repeat(Try<T> request) throws AttemptOver, InterruptedException, IOException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            String failure;
            try {
                Answer<T> answer = request.send();
                int status = answer.status();
                if (status < 300) {
                    contact = System.nanoTime();
                    return answer.body();
                }
                if (status < 500 && status != TOO_MANY && status != 408) {
                    throw new AttemptOver("The worker answered %d: %s".formatted(status, answer.text()));
                }
                failure = "it answered %d".formatted(status);
            } catch (IOException unreachable) {
                failure = String.valueOf(unreachable.getMessage());
            }
            if (System.nanoTime() - contact > patience.toNanos()) {
                throw new IOException(
                        "The worker was out of reach for %d s: %s".formatted(patience.toSeconds(), failure));
            }
            Thread.sleep(pause);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + token)
                .header(AttemptProtocol.POD, pod);
    }
}
