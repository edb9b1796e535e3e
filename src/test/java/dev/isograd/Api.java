package dev.isograd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the service under test over HTTP, by default with the administrator's key. */
public final class Api {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Environment environment;
    private final IsogradProperties properties;

    public Api(Environment environment, IsogradProperties properties) {
        this.environment = environment;
        this.properties = properties;
    }

    /** A response. */
    public record Answer(HttpResponse<String> http) {
        public int status() {
            return http.statusCode();
        }

        public String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        public JsonNode body() {
            return JSON.readTree(http.body());
        }

        public String text() {
            return http.body();
        }

        public String at(String pointer) {
            return body().at(pointer).asString();
        }

        /** The same field of every entry of a list, such as {@code /id} of {@code /data}. */
        public List<String> each(String list, String field) {
            return body().at(list)
                    .valueStream()
                    .map(entry -> entry.at(field).asString())
                    .toList();
        }
    }

    public Answer get(String path) {
        return send(authorized(path).GET());
    }

    public Answer post(String path, String json) {
        return send("POST", path, json, Map.of());
    }

    public Answer send(String method, String path, String json, Map<String, String> headers) {
        HttpRequest.Builder request = authorized(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json));
        headers.forEach(request::setHeader);
        return send(request);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public HttpRequest.Builder authorized(String path) {
        return anonymous("/api/v1" + path).header("Authorization", "Bearer " + key());
    }

    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path));
    }

    public String address() {
        return "http://localhost:" + environment.getRequiredProperty("local.server.port");
    }

    /** A body of unknown length, so that it is sent in chunks. */
    public static BodyPublisher chunked(String body) {
        return BodyPublishers.fromPublisher(BodyPublishers.ofString(body));
    }

    public String key() {
        try {
            return Files.readString(properties.dataDir().resolve("admin.key")).strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
