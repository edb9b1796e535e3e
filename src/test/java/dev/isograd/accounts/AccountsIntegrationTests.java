package dev.isograd.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradProperties;
import dev.isograd.IsogradTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@IsogradTest
class AccountsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private IsogradProperties properties;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void letsOnlyTheOwnerReadSecrets() throws IOException {
        for (String file : List.of("admin.key", Pepper.FILE)) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(properties.dataDir().resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void describesTheCaller() {
        Api.Answer me = api.get("/me");

        assertThat(me.at("/account/name")).isEqualTo("administrator");
        assertThat(me.at("/project/id")).startsWith("prj_");
        assertThat(me.at("/authentication")).isEqualTo("key");
        assertThat(me.at("/role")).isEqualTo("admin");
        assertThat(me.body().at("/scopes").valueStream().map(JsonNode::asString))
                .containsExactly("read", "submit", "admin");
        assertThat(me.body().at("/administrator").asBoolean()).isTrue();
        assertThat(api.get("/projects?limit=200").each("/data", "/id")).contains(me.at("/project/id"));
    }

    @Test
    void showsNewKeyOnceAndRefusesItWhenRevoked() {
        Api.Answer made = api.post("/api-keys", "{\"name\":\"ci\"}");
        String key = made.at("/key");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/api-keys/" + made.at("/id"));
        assertThat(status(bearer(key))).isEqualTo(200);

        Api.Answer list = api.get("/api-keys");
        assertThat(list.text()).doesNotContain(key).contains("\"name\":\"ci\"").doesNotContain("\"key\"");
        assertThat(list.at("/data/0/lastUsedAt")).isNotEmpty();

        assertThat(api.send("DELETE", "/api-keys/" + made.at("/id"), "", Map.of())
                        .status())
                .isEqualTo(204);
        assertThat(status(bearer(key))).isEqualTo(401);
        assertThat(api.send("DELETE", "/api-keys/" + made.at("/id"), "", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void createsOneKeyForRepeatedRequests() {
        Map<String, String> once = Map.of("Idempotency-Key", "key-" + System.nanoTime());

        Api.Answer first = api.send("POST", "/api-keys", "{\"name\":\"once\"}", once);
        Api.Answer again = api.send("POST", "/api-keys", "{\"name\":\"once\"}", once);
        Api.Answer other = api.send("POST", "/api-keys", "{\"name\":\"twice\"}", once);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.at("/id")).isEqualTo(first.at("/id"));
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(first.at("/key")).startsWith(KeyText.PREFIX);
        assertThat(again.text()).doesNotContain("\"key\"");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.at("/code")).isEqualTo("idempotency_key_reused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api-keys?after=prj_1", "/api-keys?after=foo", "/projects?after=key_1"})
    void refusesCursorsOfOtherLists(String list) {
        assertThat(api.get(list).at("/code")).isEqualTo("invalid_query");
    }

    @Test
    void storesNoKey() {
        String secret = api.key().substring(KeyText.PREFIX.length() + 17, KeyText.PREFIX.length() + 17 + 64);

        String rows = jdbc.sql("select string_agg(api_key::text, ' ') from api_key")
                .query(String.class)
                .single();

        assertThat(rows).isNotEmpty().doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"\"}",
                "{\"name\":7}",
                "{\"name\":\"a\",\"scope\":\"all\"}",
                "{\"name\":\"\\u0000\"}"
            })
    void refusesKeysWithWrongFields(String body) {
        assertThat(api.post("/api-keys", body).status()).isEqualTo(400);
    }

    @Test
    void refusesInactiveKeys() {
        String key = api.key();
        String wrongEnd = key.substring(0, key.length() - 1) + (key.endsWith("0") ? "1" : "0");
        String otherSecret = KeyText.random(new java.security.SecureRandom()).text();

        for (String wrong : List.of(
                "", "isg_", "x", wrongEnd, otherSecret, key + " " + key, "isg_0000000000000000_" + "0".repeat(72))) {
            Api.Answer answer = api.send(bearer(wrong));
            assertThat(answer.status()).as(wrong).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        }
        assertThat(api.send(api.anonymous("/api/v1/me")
                                .header("Authorization", "Basic YTpi")
                                .GET())
                        .status())
                .isEqualTo(401);
    }

    private HttpRequest.Builder bearer(String key) {
        return api.anonymous("/api/v1/me")
                .header("Authorization", "Bearer " + key)
                .GET();
    }

    private int status(HttpRequest.Builder request) {
        return api.send(request).status();
    }
}
