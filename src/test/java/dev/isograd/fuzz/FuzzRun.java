package dev.isograd.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends hostile requests to a service and checks what comes back.
 *
 * @param port port of the service
 * @param logged returns how many bytes the service has logged so far
 */
public record FuzzRun(int port, LongSupplier logged) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern HEAD = Pattern.compile("\n\r?\n");
    private static final int LARGEST_ANSWER_TO_AN_ERROR = 64 * 1024;
    private static final int MOST_LOG_PER_REQUEST = 1024;
    private static final int MOST_FINDINGS = 20;

    /**
     * Fails with the first findings and the seed that reproduces them.
     *
     * @param key an API key of the service
     * @param ids ids of things that exist there
     */
    public void send(int requests, long seed, String key, List<String> ids) throws IOException {
        System.out.printf("Fuzz: %d requests, -Disograd.test.fuzz.seed=%d%n", requests, seed);
        JsonNode document = JSON.readTree(
                RawAnswer.to(port, "GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                        .content());
        HostileRequests all = new HostileRequests(document, seed, key, ids);
        List<String> findings = new ArrayList<>();
        Map<Integer, Integer> statuses = new TreeMap<>();
        long before = logged.getAsLong();
        long most = 0;
        for (int i = 0; i < requests && findings.size() < MOST_FINDINGS; i++) {
            byte[] request = all.next();
            long begun = logged.getAsLong();
            check(request, findings, statuses);
            long log = logged.getAsLong() - begun;
            most = Math.max(most, log);
            if (log > MOST_LOG_PER_REQUEST) {
                findings.add("%d bytes of log: %s".formatted(log, shown(request)));
            }
        }
        System.out.printf("Fuzz: answers %s, at most %d bytes of log for a request%n", statuses, most);
        assertThat(findings).as("Seed %d", seed).isEmpty();
        assertThat((logged.getAsLong() - before) / requests)
                .as("bytes of log per request")
                .isLessThanOrEqualTo(MOST_LOG_PER_REQUEST);
        assertThat(statuses.keySet()).as("not only refusals").contains(200, 400);
    }

    private void check(byte[] request, List<String> findings, Map<Integer, Integer> statuses) throws IOException {
        RawAnswer answer;
        try {
            answer = RawAnswer.to(port, request, LIMIT);
        } catch (SocketTimeoutException hang) {
            findings.add("hang: " + shown(request));
            return;
        }
        statuses.merge(answer.status(), 1, Integer::sum);
        String text = new String(request, StandardCharsets.ISO_8859_1);
        // A broken line may have made the request one of HTTP/0.9, whose answers have no head, or one without an end.
        boolean isOld = !answer.body().isEmpty() && answer.head().isEmpty();
        boolean isEndless = answer.head().isEmpty() && !HEAD.matcher(text).find();
        String wrong = isOld || isEndless ? "" : wrong(answer, text);
        if (!wrong.isEmpty()) {
            findings.add("%s%n%s%n%s%n%s".formatted(wrong, shown(request), answer.head(), shortened(answer.body())));
        }
    }

    private static String wrong(RawAnswer answer, String request) {
        if (answer.status() == 0 || answer.status() >= 500) {
            return "status " + answer.status();
        }
        boolean isProblem = answer.header("Content-Type").equals("application/problem+json");
        if (answer.status() < 400) {
            return isProblem ? "a success that is labelled as a problem" : "";
        }
        if (!isProblem) {
            return "an error that is no problem";
        }
        if (answer.body().length() > LARGEST_ANSWER_TO_AN_ERROR) {
            return "an error of " + answer.body().length() + " characters";
        }
        return request.startsWith("HEAD ") || isComplete(answer) ? "" : "a problem without its fields";
    }

    private static boolean isComplete(RawAnswer answer) {
        try {
            JsonNode body = JSON.readTree(answer.content());
            return body.path("status").asInt(0) == answer.status()
                    && body.hasNonNull("code")
                    && body.hasNonNull("detail")
                    && body.hasNonNull("requestId")
                    && body.hasNonNull("type")
                    && body.hasNonNull("title");
        } catch (RuntimeException unreadable) {
            return false;
        }
    }

    private static String shown(byte[] request) {
        return shortened(new String(request, StandardCharsets.ISO_8859_1));
    }

    private static String shortened(String text) {
        return text.length() <= 1500 ? text : text.substring(0, 1500) + "…";
    }
}
