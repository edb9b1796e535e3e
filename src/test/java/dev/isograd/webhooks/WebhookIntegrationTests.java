package dev.isograd.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class WebhookIntegrationTests {

    private static final String URL = "https://example.org/hook";

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    private Api.Answer create(String fields) {
        return api.post("/webhooks", "{\"url\":\"" + URL + "\",\"events\":[\"job.failed\"]" + fields + "}");
    }

    private Api.Answer patch(String id, String body) {
        return api.send("PATCH", "/webhooks/" + id, body, Map.of());
    }

    @Test
    void showsTheSecretOnce() {
        Api.Answer made = create("");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("/id")).startsWith("whk_");
        assertThat(made.header("Location")).isEqualTo("/api/v1/webhooks/" + made.at("/id"));
        String secret = made.at("/secret");
        assertThat(Base64.getDecoder().decode(secret.substring("whsec_".length())))
                .hasSize(32);
        assertThat(secret).startsWith("whsec_");
        assertThat(made.at("/format")).isEqualTo("standard");
        assertThat(made.body().at("/active").asBoolean()).isTrue();

        assertThat(api.get("/webhooks/" + made.at("/id")).text()).doesNotContain("secret\"");
        assertThat(api.get("/webhooks").text()).doesNotContain(secret);
        assertThat(api.get("/audit").text()).doesNotContain(secret);
    }

    @Test
    void takesASecretThatTheUserHasChosen() {
        String secret = "whsec_" + Base64.getEncoder().encodeToString(new byte[24]);

        assertThat(create(",\"secret\":\"" + secret + "\"").at("/secret")).isEqualTo(secret);
    }

    @Test
    void makesOneWebhookForEachIdempotencyKey() {
        String body = "{\"url\":\"" + URL + "\",\"events\":[\"job.failed\"]}";
        Map<String, String> key = Map.of("Idempotency-Key", "webhook ".strip() + System.nanoTime());

        Api.Answer first = api.send("POST", "/webhooks", body, key);
        Api.Answer again = api.send("POST", "/webhooks", body, key);

        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        assertThat(again.text()).doesNotContain("whsec_");
        assertThat(api.send("POST", "/webhooks", body.replace("failed", "running"), key)
                        .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {} | /url
                    {} | /events
                    {"url":"https://example.org","events":[]} | /events
                    {"url":"https://example.org","events":["job.exploded"]} | /events/0
                    {"url":"https://example.org","events":[null]} | /events/0
                    {"url":"https://example.org","events":"job.failed"} | /events
                    {"url":7,"events":["job.failed"]} | /url
                    {"url":"ftp://example.org","events":["job.failed"]} | /url
                    {"url":"https://u:p@example.org","events":["job.failed"]} | /url
                    {"url":"https://example.org","events":["job.failed"],"format":"xml"} | /format
                    {"url":"https://example.org","events":["job.failed"],"format":null} | /format
                    {"url":"https://example.org","events":["job.failed"],"secret":"short"} | /secret
                    {"url":"https://example.org","events":["job.failed"],"secret":7} | /secret
                    {"url":"https://example.org","events":["job.failed"],"color":"red"} | /color
                    {"url":"https://example.org","events":["job.failed","job.failed","job.failed","job.failed","job.failed","job.failed"]} | /events
                    """)
    void namesWrongFields(String body, String pointer) {
        Api.Answer answer = api.post("/webhooks", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.at("/code")).isEqualTo("invalid_request");
        assertThat(answer.each("/errors", "/pointer")).contains(pointer);
    }

    @Test
    void namesEveryWrongFieldAtOnce() {
        Api.Answer answer = api.post("/webhooks", "{\"url\":\"x\",\"events\":[\"y\"],\"secret\":\"z\",\"more\":1}");

        assertThat(answer.each("/errors", "/pointer"))
                .containsExactlyInAnyOrder("/url", "/events/0", "/secret", "/more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=201", "?after=job_1", "?state=x"})
    void refusesUnknownAndWrongParameters(String query) {
        assertThat(api.get("/webhooks" + query).status()).isEqualTo(400);
        String id = create("").at("/id");
        assertThat(api.get("/webhooks/" + id + "/deliveries" + query).status()).isEqualTo(400);
    }

    @Test
    void listsByPages() {
        List<String> made =
                List.of(create("").at("/id"), create("").at("/id"), create("").at("/id"));

        Api.Answer first = api.get("/webhooks?limit=2");
        Api.Answer second = api.get("/webhooks?limit=2&after=" + first.at("/next"));

        assertThat(first.each("/data", "/id")).containsExactly(made.get(2), made.get(1));
        assertThat(second.each("/data", "/id")).containsExactly(made.get(0));
    }

    @Test
    void hasALimitForEachProject() {
        for (int i = 0; i < 20; i++) {
            assertThat(create("").status()).isEqualTo(201);
        }

        Api.Answer refused = create("");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("/code")).isEqualTo("too_many_webhooks");
        People people = new People(api);
        String other = people.member(people.project(""), "admin").key();
        assertThat(people.as(other, "POST", "/webhooks", "{\"url\":\"" + URL + "\",\"events\":[\"job.failed\"]}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void changesWhatTheRequestNames() {
        String id = create("").at("/id");

        Api.Answer events = patch(id, "{\"events\":[\"job.cancelled\",\"job.succeeded\",\"job.cancelled\"]}");
        Api.Answer url = patch(id, "{\"url\":\"https://example.com/\",\"format\":\"slack\"}");

        assertThat(events.body().at("/events").toString()).isEqualTo("[\"job.succeeded\",\"job.cancelled\"]");
        assertThat(url.at("/url")).isEqualTo("https://example.com/");
        assertThat(url.at("/format")).isEqualTo("slack");
        assertThat(url.body().at("/events").toString()).isEqualTo("[\"job.succeeded\",\"job.cancelled\"]");
        assertThat(patch(id, "{\"url\":\"nowhere\",\"events\":[],\"x\":1}").each("/errors", "/pointer"))
                .containsExactlyInAnyOrder("/url", "/events", "/x");
        assertThat(patch(id, "{\"active\":null}").status()).isEqualTo(400);
    }

    @Test
    void deletesAWebhookWithItsDeliveries() {
        String id = create("").at("/id");
        jdbc.sql("""
                insert into webhook_delivery (id, webhook_id, event_id, type, subject)
                values ('dlv_01hf7yat000000000000000000', ?, 'evt_1', 'job.failed', 'job_1')""").param(id).update();

        assertThat(api.send("DELETE", "/webhooks/" + id, "", Map.of()).status()).isEqualTo(204);

        assertThat(api.get("/webhooks/" + id).at("/code")).isEqualTo("webhook_not_found");
        assertThat(api.send("DELETE", "/webhooks/" + id, "", Map.of()).status()).isEqualTo(404);
        assertThat(api.post("/deliveries/dlv_01hf7yat000000000000000000/resend", "")
                        .at("/code"))
                .isEqualTo("delivery_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whk_1", "job_01hf7yat000000000000000000", "%27", "whk_01hf7yat000000000000000000"})
    void knowsNoOtherIds(String id) {
        assertThat(api.get("/webhooks/" + id).status()).isEqualTo(404);
        assertThat(api.post("/webhooks/" + id + "/test", "").status()).isEqualTo(404);
        assertThat(api.post("/deliveries/" + id + "/resend", "").status()).isEqualTo(404);
    }

    @Test
    void rotatesToASecretOfTheUserOrANewOne() {
        Api.Answer made = create("");
        String rotate = "/webhooks/" + made.at("/id") + "/rotate-secret";

        Api.Answer rotated = api.post(rotate, "");

        assertThat(rotated.at("/secret")).startsWith("whsec_").isNotEqualTo(made.at("/secret"));
        assertThat(rotated.at("/previousSecretUntil")).isNotEmpty();
        assertThat(api.post(rotate, "{\"secret\":\"x\"}").each("/errors", "/pointer"))
                .containsExactly("/secret");
        assertThat(api.post(rotate, "{\"x\":1}").status()).isEqualTo(400);
        assertThat(api.get("/audit?limit=1").at("/data/0/action")).isEqualTo("webhook.rotate");
    }

    /** The rest of an address may be the receiver's secret. */
    @Test
    void recordsChangesWithoutTheWholeAddress() {
        api.post("/webhooks", "{\"url\":\"https://example.org/token/abc\",\"events\":[\"job.failed\"]}");

        Api.Answer audit = api.get("/audit?limit=1");

        assertThat(audit.at("/data/0/action")).isEqualTo("webhook.create");
        assertThat(audit.at("/data/0/details/host")).isEqualTo("example.org");
        assertThat(audit.text()).doesNotContain("abc");
    }

    @Test
    void sendsATestAndTellsTheAnswer() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            String id = api.post("/webhooks", "{\"url\":\"" + receiver.url() + "\",\"events\":[\"job.failed\"]}")
                    .at("/id");

            Api.Answer good = api.post("/webhooks/" + id + "/test", "");
            receiver.answer(message -> Receiver.Reply.of(500));
            Api.Answer bad = api.post("/webhooks/" + id + "/test", "{}");

            assertThat(good.at("/state")).isEqualTo("DELIVERED");
            assertThat(good.body().at("/status").asInt()).isEqualTo(200);
            assertThat(receiver.messages().getFirst().at("/type")).isEqualTo("webhook.test");
            assertThat(receiver.messages().getFirst().at("/data/webhook")).isEqualTo(id);
            assertThat(bad.status()).isEqualTo(200);
            assertThat(bad.at("/state")).isEqualTo("FAILED");
            assertThat(bad.at("/problem")).isEqualTo("The receiver answered 500.");
            assertThat(api.get("/webhooks/" + id + "/deliveries").each("/data", "/id"))
                    .containsExactly(bad.at("/id"), good.at("/id"));
            assertThat(api.post("/webhooks/" + id + "/test", "{\"x\":1}").status())
                    .isEqualTo(400);
        }
    }
}
