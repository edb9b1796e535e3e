package dev.isograd.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Browser;
import dev.isograd.IsogradVariantTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The limits with the figures of production. Each test has its own address and key, so that it disturbs no other. */
@IsogradVariantTest
class RateLimitsIntegrationTests {

    private static final String WRONG = "isg_wrong";

    @Autowired
    private Api api;

    @Test
    void limitsWrongKeysOfAnAddress() throws InterruptedException {
        String unused = newKey();
        String known = newKey();
        assertThat(status("203.0.113.1", known)).isEqualTo(200);

        Api.Answer refused = exhaust("203.0.113.1");

        assertThat(refused.at("/code")).isEqualTo("too_many_failures");
        long wait = Long.parseLong(refused.header("Retry-After"));
        assertThat(wait).isBetween(1L, 60L);
        assertThat(signIn("203.0.113.1", "{\"key\":\"" + WRONG + "\"}").status())
                .isIn(401, 429);
        assertThat(status("203.0.113.1", known))
                .as("a key that was right before")
                .isEqualTo(200);
        assertThat(status("203.0.113.2", WRONG)).as("another address").isEqualTo(401);
        Thread.sleep(wait * 1000);
        assertThat(status("203.0.113.1", unused)).as("a right key, later").isEqualTo(200);
    }

    /** Returns the first refusal; the limit may grow by one every three seconds meanwhile. */
    private Api.Answer exhaust(String address) {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Api.Answer answer = api.send(bearer(address, WRONG));
            statuses.add(answer.status());
            if (answer.status() == 429) {
                assertThat(statuses.subList(0, 20)).containsOnly(401);
                return answer;
            }
        }
        throw new AssertionError("60 wrong keys were answered: " + statuses);
    }

    @Test
    void limitsWrongTokensOfAnAddress() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statuses.add(signIn("203.0.113.3", "{\"token\":\"guess\"}").status());
        }

        assertThat(statuses.subList(0, 20)).containsOnly(401);
        assertThat(statuses).contains(429);
    }

    @Test
    void limitsWrongTokensOfCiSystems() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            statuses.add(api.send(api.anonymous("/api/v1/oidc/exchange")
                            .header("X-Forwarded-For", "203.0.113.9")
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"token\":\"guess\"}")))
                    .status());
        }

        assertThat(statuses.subList(0, 20)).containsOnly(401);
        assertThat(statuses).contains(429);
    }

    @Test
    void countsAnIpv6NetworkAsOneClient() {
        exhaust("2001:db8:1:1::1");

        assertThat(api.send(bearer("2001:db8:1:1:ffff::2", WRONG)).status()).isIn(401, 429);
        assertThat(exhaust("2001:db8:1:2::1").status()).isEqualTo(429);
    }

    @Test
    void limitsSubmissionsOfAKey() {
        String key = newKey();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 62; i++) {
            statuses.add(api.send(submission(key, "{}")).status());
        }

        assertThat(statuses.subList(0, 60)).containsOnly(400);
        assertThat(statuses.subList(60, 62)).containsOnly(429);
        Api.Answer refused = api.send(submission(key, "{}"));
        assertThat(refused.at("/code")).isEqualTo("too_many_submissions");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 60L);
        assertThat(status("203.0.113.4", key)).as("other requests").isEqualTo(200);
        assertThat(api.send(submission(newKey(), "{}")).status())
                .as("another key")
                .isEqualTo(400);
    }

    @Test
    void limitsRequestsOfAKeyAndItsSessions() throws InterruptedException {
        String key = newKey();
        Callable<Integer> request = () -> status("203.0.113.5", key);
        List<Integer> statuses;
        try (var clients = Executors.newFixedThreadPool(8)) {
            statuses = clients.invokeAll(Collections.nCopies(1210, request)).stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertThat(statuses).containsOnly(200, 429);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1200);
        Api.Answer refused = api.send(bearer("203.0.113.5", key));
        assertThat(refused.at("/code")).isEqualTo("too_many_requests");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 60L);
        Browser browser = Browser.byKey(api, key);
        assertThat(browser.answer().status()).isEqualTo(204);
        assertThat(browser.get("/me")).isEqualTo(429);
        assertThat(status("203.0.113.5", newKey())).as("another key").isEqualTo(200);
    }

    /** Requests and predictions have a limit each, and neither uses up the other. */
    @Test
    void limitsPredictionsOfAKeyByThemselves() throws InterruptedException {
        String key = newKey();
        Callable<Integer> prediction = () -> api.send(prediction(key)).status();
        List<Integer> statuses;
        try (var clients = Executors.newFixedThreadPool(8)) {
            statuses = clients.invokeAll(Collections.nCopies(1310, prediction)).stream()
                    .map(Future::resultNow)
                    .toList();
        }

        assertThat(statuses).containsOnly(404, 429);
        assertThat(Collections.frequency(statuses, 404)).isEqualTo(1300);
        Api.Answer refused = api.send(prediction(key));
        assertThat(refused.at("/code")).isEqualTo("too_many_predictions");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 60L);
        assertThat(status("203.0.113.6", key)).as("another request").isEqualTo(200);
    }

    private HttpRequest.Builder prediction(String key) {
        return api.anonymous("/api/v1/jobs/job_00000000000000000000000000/predictions")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(new byte[0]));
    }

    private String newKey() {
        return api.post("/api-keys", "{\"name\":\"limited\"}").at("/key");
    }

    private int status(String address, String key) {
        return api.send(bearer(address, key)).status();
    }

    private HttpRequest.Builder bearer(String address, String key) {
        return api.anonymous("/api/v1/me").header("X-Forwarded-For", address).header("Authorization", "Bearer " + key);
    }

    private HttpRequest.Builder submission(String key, String body) {
        return api.anonymous("/api/v1/jobs")
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private Api.Answer signIn(String address, String body) {
        return api.send(api.anonymous("/api/v1/session")
                .header("X-Forwarded-For", address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }
}
