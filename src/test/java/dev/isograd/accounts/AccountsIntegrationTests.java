package dev.isograd.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradProperties;
import dev.isograd.IsogradTest;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class AccountsIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private SignIn signIn;

    @Autowired
    private IsogradProperties properties;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void letsOnlyTheOwnerReadSecrets() throws IOException {
        for (String file : List.of(FirstStart.KEY_FILE, Pepper.FILE)) {
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
        assertThat(api.get("/projects").at("/data/0/id")).isEqualTo(me.at("/project/id"));
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

    @Test
    void signsBrowserInByThePrintedLink() {
        Api.Answer followed =
                api.send(api.anonymous("/sign-in?token=" + signIn.token()).GET());

        assertThat(followed.status()).isEqualTo(303);
        assertThat(followed.header("Location")).isEqualTo("/");
        String cookie = sessionCookie(followed);
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        Api.Answer me = api.send(browser("/me", followed).GET());
        assertThat(me.status()).isEqualTo(200);
        assertThat(me.at("/authentication")).isEqualTo("session");
        assertThat(api.send(api.anonymous("/sign-in?token=" + signIn.token()).GET())
                        .status())
                .isEqualTo(303);
    }

    @Test
    void refusesOtherTokens() {
        Api.Answer followed = api.send(api.anonymous("/sign-in?token=guess").GET());

        assertThat(followed.header("Location")).isEqualTo("/sign-in?error=link");
        assertThat(followed.http().headers().allValues("Set-Cookie")).noneMatch(it -> it.startsWith("ISOGRAD_SESSION"));
    }

    @Test
    void signsBrowserInByKeyAndOut() {
        Api.Answer wrong = session("{\"key\":\"isg_wrong\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(session("{\"name\":\"x\"}").status()).isEqualTo(400);

        Api.Answer in = session("{\"key\":\"" + api.key() + "\"}");
        assertThat(in.status()).isEqualTo(204);
        assertThat(status(browser("/me", in).GET())).isEqualTo(200);

        assertThat(status(browser("/session", in)
                        .header("X-XSRF-TOKEN", token(in))
                        .DELETE()))
                .isEqualTo(204);
        assertThat(status(browser("/me", in).GET())).isEqualTo(401);
    }

    @Test
    void requiresTheTokenInUnsafeRequestsOfBrowsers() {
        Api.Answer in = session("{\"key\":\"" + api.key() + "\"}");
        HttpRequest.BodyPublisher body = BodyPublishers.ofString("{\"name\":\"by browser\"}");

        Api.Answer forged = api.send(
                browser("/api-keys", in).header("Content-Type", "text/plain").POST(body));
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.at("/code")).isEqualTo("forbidden");
        assertThat(status(browser("/api-keys", in)
                        .header("Content-Type", "application/json")
                        .header("X-XSRF-TOKEN", "guess")
                        .POST(body)))
                .isEqualTo(403);
        assertThat(status(browser("/api-keys", in)
                        .header("Content-Type", "application/json")
                        .header("X-XSRF-TOKEN", token(in))
                        .POST(body)))
                .isEqualTo(201);
    }

    @Test
    void startsNewSessionAtEverySignIn() {
        Api.Answer first = session("{\"key\":\"" + api.key() + "\"}");

        Api.Answer second = api.send(browser("/session", first)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"key\":\"" + api.key() + "\"}")));

        assertThat(sessionCookie(second)).isNotEqualTo(sessionCookie(first));
        assertThat(status(browser("/me", first).GET())).isEqualTo(401);
    }

    @Test
    void refusesKeyAndSessionTogether() {
        Api.Answer in = session("{\"key\":\"" + api.key() + "\"}");

        Api.Answer both = api.send(browser("/me", in)
                .header("Authorization", "Bearer " + api.key())
                .GET());

        assertThat(both.status()).isEqualTo(400);
        assertThat(both.at("/code")).isEqualTo("two_credentials");
    }

    private Api.Answer session(String body) {
        return api.send(api.anonymous("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder bearer(String key) {
        return api.anonymous("/api/v1/me")
                .header("Authorization", "Bearer " + key)
                .GET();
    }

    private HttpRequest.Builder browser(String path, Api.Answer signedIn) {
        return api.anonymous("/api/v1" + path)
                .header("Cookie", sessionCookie(signedIn).split(";")[0] + "; XSRF-TOKEN=" + token(signedIn));
    }

    private static String sessionCookie(Api.Answer answer) {
        return cookie(answer, "ISOGRAD_SESSION=");
    }

    private static String token(Api.Answer answer) {
        return cookie(answer, "XSRF-TOKEN=").split(";")[0].substring("XSRF-TOKEN=".length());
    }

    private static String cookie(Api.Answer answer, String start) {
        return answer.http().headers().allValues("Set-Cookie").stream()
                .filter(it -> it.startsWith(start))
                .findFirst()
                .orElse(start);
    }

    private int status(HttpRequest.Builder request) {
        return api.send(request).status();
    }
}
