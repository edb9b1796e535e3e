package dev.isograd.process;

import dev.isograd.Digests;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that uploads a large file of made-up bytes, and asks the server after each failure which parts are missing. */
final class ResumedUpload {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SIDE_BY_SIDE = 4;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long bytes;
    private final int partSize;
    private final String sha256;
    private final boolean isDirect;
    private final AtomicInteger sent = new AtomicInteger();

    /** @param isDirect whether to send parts to the object store where the server names addresses there */
    ResumedUpload(long bytes, int partSize, boolean isDirect) {
        this.bytes = bytes;
        this.partSize = partSize;
        this.isDirect = isDirect;
        this.sha256 = digest();
    }

    private String digest() {
        MessageDigest digest = Digests.sha256();
        for (int number = 1; number <= parts(); number++) {
            digest.update(part(number));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private int parts() {
        return Math.toIntExact(Math.ceilDiv(bytes, partSize));
    }

    private byte[] part(int number) {
        byte[] part = new byte[(int) Math.min(partSize, bytes - (number - 1L) * partSize)];
        RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(number);
        random.nextBytes(part);
        return part;
    }

    /** Returns how many parts have been sent, also those that did not arrive. */
    int sent() {
        return sent.get();
    }

    /** Begins an upload; returns its id. */
    String begin(ServerProcess server) throws IOException, InterruptedException {
        String body = "{\"filename\":\"large.zip\",\"size\":%d,\"sha256\":\"%s\"}".formatted(bytes, sha256);
        HttpResponse<String> answer = ask(server.request("/api/v1/uploads")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body()).get("id").asString();
    }

    /** Sends missing parts until all are there or something fails; returns whether all are there. */
    boolean send(ServerProcess server, String upload, int most) throws InterruptedException {
        List<Integer> missing = new ArrayList<>();
        Map<Integer, String> links = new ConcurrentHashMap<>();
        try {
            HttpResponse<String> answer = ask(server.request("/api/v1/uploads/" + upload));
            if (answer.statusCode() != 200) {
                return false;
            }
            JsonNode now = JSON.readTree(answer.body());
            for (int number = 1; number <= parts(); number++) {
                missing.add(number);
            }
            now.get("received").forEach(number -> missing.remove((Integer) number.asInt()));
            now.get("partUrls")
                    .forEach(link ->
                            links.put(link.get("part").asInt(), link.get("url").asString()));
        } catch (IOException away) {
            return false;
        }
        AtomicInteger arrived = new AtomicInteger();
        List<Integer> now = missing.subList(0, Math.min(most, missing.size()));
        try (ExecutorService senders = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            now.forEach(number -> senders.submit(() -> {
                arrived.addAndGet(isSent(server, upload, number, links.get(number)) ? 1 : 0);
                return number;
            }));
        }
        return arrived.get() == missing.size();
    }

    private boolean isSent(ServerProcess server, String upload, int number, @Nullable String link)
            throws InterruptedException {
        sent.incrementAndGet();
        HttpRequest.Builder request = isDirect && link != null
                ? HttpRequest.newBuilder(URI.create(link))
                : server.request("/api/v1/uploads/" + upload + "/parts/" + number);
        try {
            return ask(request.PUT(BodyPublishers.ofByteArray(part(number)))).statusCode() < 300;
        } catch (IOException away) {
            return false;
        }
    }

    /** As a client that is killed in the middle of a part. */
    void breakOff(ServerProcess server, String upload) throws IOException {
        URI address = URI.create(server.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            String key = server.request("/")
                    .build()
                    .headers()
                    .firstValue("Authorization")
                    .orElseThrow();
            OutputStream out = socket.getOutputStream();
            out.write(
                    "PUT /api/v1/uploads/%s/parts/1 HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(upload, key, partSize)
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[partSize / 2]);
            out.flush();
            socket.setSoLinger(true, 0);
        }
    }

    JsonNode complete(ServerProcess server, String upload) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                ask(server.request("/api/v1/uploads/" + upload + "/complete").POST(BodyPublishers.noBody()));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    String sha256() {
        return sha256;
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
