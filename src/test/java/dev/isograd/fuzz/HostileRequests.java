package dev.isograd.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** Makes requests for all operations of the OpenAPI document: nearly valid ones and hostile ones. */
final class HostileRequests {

    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "PATCH",
            "DELETE",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "G\u0001T");
    private static final List<String> OTHER_PATHS = List.of(
            "/",
            "/jobs",
            "/sign-in",
            "/sign-in?token=x",
            "/index.html",
            "/assets/x.js",
            "/actuator/health",
            "/actuator",
            "/error",
            "/api",
            "/api/v1",
            "/api/v1/nothing",
            "/api/v1//jobs",
            "/api/v1/jobs;x=y",
            "/api/v1/jobs/%2e%2e/me",
            "*");
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json;charset=utf-16",
            "application/json;charset=nope",
            "application/merge-patch+json",
            "application/problem+json",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "text/plain",
            "text/event-stream",
            "text/csv",
            "application/x-ndjson",
            "*/*",
            "application/*",
            "a/b;q=2",
            "x",
            "/",
            ";;;",
            "application/json;q=0");
    private static final List<String> HEADERS = List.of(
            "Accept",
            "Content-Type",
            "Range",
            "If-Range",
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "Idempotency-Key",
            "Last-Event-ID",
            "Content-Encoding",
            "Accept-Encoding",
            "Transfer-Encoding",
            "Content-Length",
            "Expect",
            "Upgrade",
            "Origin",
            "Referer",
            "Cookie",
            "Authorization",
            "X-XSRF-TOKEN",
            "X-Request-Id",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "X-Forwarded-Host",
            "X-HTTP-Method-Override",
            "Forwarded",
            "Host",
            "Accept-Language",
            "Accept-Charset",
            "Date",
            "Via",
            "TE",
            "Access-Control-Request-Method",
            "X-Ü");
    private static final List<String> VALUES = List.of(
            "bytes=0-0",
            "bytes=-1",
            "bytes=99999999999-",
            "bytes=5-1",
            "bytes=abc",
            "bytes=0-0,2-3,4-5",
            "items=0-1",
            "*",
            "\"1\"",
            "W/\"1\"",
            "\"",
            "gzip",
            "identity",
            "gzip, deflate",
            "chunked",
            "deflate, chunked",
            "100-continue",
            "h2c",
            "-5",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Fri, 32 Foo 2026",
            "https://evil.example",
            "evil.example",
            "a b",
            "Bearer",
            "Bearer x",
            "Basic YTpi",
            "Basic !",
            "ISOGRAD_SESSION=",
            "XSRF-TOKEN=a; XSRF-TOKEN=b",
            "=;=;",
            "de;q=x");

    private final Random random;
    private final HostileText text;
    private final HostileBody bodies;
    private final List<Operation> operations = new ArrayList<>();
    private final String key;
    private final List<String> ids;

    /**
     * Makes the same requests for the same seed.
     *
     * @param key an API key
     * @param ids ids of things that exist
     */
    HostileRequests(JsonNode document, long seed, String key, List<String> ids) {
        this.random = new Random(seed);
        this.text = new HostileText(random);
        this.bodies = new HostileBody(document, random, text);
        this.key = key;
        this.ids = ids;
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
    }

    private record Operation(String method, String path, JsonNode details) {}

    byte[] next() {
        Operation operation = operations.get(random.nextInt(operations.size()));
        String method = random.nextInt(15) == 0 ? METHODS.get(random.nextInt(METHODS.size())) : operation.method();
        String target = random.nextInt(12) == 0
                ? OTHER_PATHS.get(random.nextInt(OTHER_PATHS.size())) + (random.nextBoolean() ? "" : query(operation))
                : path(operation.path()) + query(operation);
        boolean hasBody = operation.details().has("requestBody") || random.nextInt(10) == 0;
        byte[] body = hasBody ? bodies.of(operation.details()).getBytes(StandardCharsets.UTF_8) : new byte[0];
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        head.append("Host: localhost\r\nConnection: close\r\n");
        if (random.nextInt(10) > 0) {
            head.append("Authorization: Bearer ").append(key).append("\r\n");
        }
        if (hasBody && random.nextInt(10) > 0) {
            head.append("Content-Type: application/json\r\n");
        }
        if (body.length > 0 || random.nextInt(3) == 0) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        for (int i = random.nextInt(4); i > 1; i--) {
            head.append(header()).append("\r\n");
        }
        return bytes(head.append("\r\n"), body);
    }

    private byte[] bytes(StringBuilder head, byte[] body) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        byte[] request = all.toByteArray();
        if (random.nextInt(20) == 0) {
            request[random.nextInt(Math.min(request.length, 300))] = (byte) random.nextInt(256);
        }
        return request;
    }

    private String path(String pattern) {
        StringBuilder path = new StringBuilder();
        for (String part : pattern.substring(1).split("/")) {
            path.append('/').append(part.startsWith("{") ? id() : part);
        }
        return path.toString();
    }

    private String id() {
        return random.nextInt(3) == 0 ? text.inAddress() : ids.get(random.nextInt(ids.size()));
    }

    private String query(Operation operation) {
        List<String> pairs = new ArrayList<>();
        operation.details().path("parameters").forEach(parameter -> {
            if (parameter.get("in").asString().equals("query") && random.nextInt(10) < 3) {
                pairs.add(parameter.get("name").asString() + "=" + queryValue(parameter.get("schema")));
            }
        });
        if (random.nextInt(25) == 0) {
            pairs.add(text.inAddress() + "=" + text.inAddress());
        }
        if (!pairs.isEmpty() && random.nextInt(25) == 0) {
            pairs.add(pairs.getFirst());
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private String queryValue(JsonNode schema) {
        JsonNode known = schema.path("enum");
        if (known.size() > 0 && random.nextBoolean()) {
            return known.get(random.nextInt(known.size())).asString();
        }
        return random.nextInt(3) == 0 ? Integer.toString(random.nextInt(300) - 20) : text.inAddress();
    }

    private String header() {
        String name = HEADERS.get(random.nextInt(HEADERS.size()));
        String value = switch (random.nextInt(6)) {
            case 0 -> text.header();
            case 1 -> "ISOGRAD_SESSION=" + (random.nextBoolean() ? text.encoded() : text.header());
            case 2, 3 -> TYPES.get(random.nextInt(TYPES.size()));
            default -> VALUES.get(random.nextInt(VALUES.size()));
        };
        return (value.startsWith("ISOGRAD_SESSION=") ? "Cookie" : name) + ": " + value;
    }
}
