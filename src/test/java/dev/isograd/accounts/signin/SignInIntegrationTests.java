package dev.isograd.accounts.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Browser;
import dev.isograd.IsogradTest;
import dev.isograd.People;
import dev.isograd.cli.Isograd;
import dev.isograd.cli.Isograd.Run;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IsogradTest
class SignInIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private SignIn signIn;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void signsBrowserInByThePrintedLinkOnce() {
        String token = signIn.issue();

        Browser browser = Browser.byToken(api, token);

        assertThat(browser.answer().status()).isEqualTo(204);
        assertThat(browser.sessionCookie()).contains("HttpOnly", "SameSite=Lax", "Path=/");
        Api.Answer me = api.send(browser.request("/me").GET());
        assertThat(me.at("/authentication")).isEqualTo("session");
        assertThat(me.at("/account/name")).isEqualTo("administrator");
        isRefused(Browser.byToken(api, token));
        assertThat(browser.get("/me")).isEqualTo(200);
    }

    @Test
    @EnabledIf("dev.isograd.cli.Isograd#isRunnable")
    void makesAKeyForTheCommandByThePrintedLink(@TempDir Path folder) throws Exception {
        String link = api.address() + "/sign-in?token=" + signIn.issue();
        Isograd isograd = new Isograd(folder, "", "");

        Run login = isograd.run("login", link, "-o", "json");

        assertThat(login.code()).as(login.err()).isZero();
        assertThat(login.json().at("/authentication").asString()).isEqualTo("key");
        assertThat(Files.readString(folder.resolve("home/.config/isograd/login.json")))
                .contains(api.address(), "isg_")
                .doesNotContain("token");
        assertThat(isograd.run("list").code()).isZero();
        Run again = isograd.run("login", link);
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("A link works once, within 15 minutes.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void usesNoLinkUpByOpeningIt(String method) {
        String token = signIn.issue();

        for (String path : List.of("/sign-in?token=" + token, "/api/v1/session?token=" + token)) {
            Api.Answer opened = api.send(api.anonymous(path).method(method, BodyPublishers.noBody()));
            assertThat(opened.http().headers().allValues("Set-Cookie")).noneMatch(it -> it.contains("ISOGRAD_SESSION"));
        }

        assertThat(Browser.byToken(api, token).answer().status()).isEqualTo(204);
    }

    @Test
    void opensThePageOfTheLinkWithoutASession() {
        Api.Answer page = api.send(api.anonymous("/sign-in?token=x").GET());

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Location")).isEmpty();
    }

    @Test
    void refusesLinksAfterFifteenMinutes() {
        String token = signIn.issue();
        long seconds = jdbc.sql("select extract(epoch from max(expires_at) - clock_timestamp()) from sign_in_token")
                .query(Long.class)
                .single();
        assertThat(seconds).isBetween(14 * 60L, 15 * 60L);

        jdbc.sql("update sign_in_token set expires_at = clock_timestamp()").update();

        isRefused(Browser.byToken(api, token));
    }

    @Test
    void letsOneOfManySimultaneousSignInsUseALink() throws Exception {
        String token = signIn.issue();
        Callable<Integer> use = () -> Browser.byToken(api, token).answer().status();

        List<Integer> statuses;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            statuses = pool.invokeAll(Collections.nCopies(8, use)).stream()
                    .map(Future::resultNow)
                    .sorted()
                    .toList();
        }

        assertThat(statuses).containsExactly(204, 401, 401, 401, 401, 401, 401, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"guess", "", "\\uD83D\\uDE00"})
    void refusesUnknownTokens(String token) {
        isRefused(Browser.byToken(api, token));
    }

    private static void isRefused(Browser browser) {
        assertThat(browser.answer().status()).isEqualTo(401);
        assertThat(browser.answer().at("/code")).isEqualTo("sign_in_link_unusable");
        assertThat(browser.answer().header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(browser.sessionCookie()).isEqualTo("ISOGRAD_SESSION=");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"x\"}",
                "{\"key\":null,\"token\":null}",
                "{\"key\":\"a\",\"token\":\"b\"}",
                "{\"token\":7}",
                "{\"token\":\"\\u0000\"}"
            })
    void takesEitherAKeyOrAToken(String body) {
        Api.Answer answer = Browser.signIn(api, body).answer();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors").size()).isPositive();
    }

    @Test
    void signsBrowserInByKeyAndOut() {
        assertThat(Browser.byKey(api, "isg_wrong").answer().status()).isEqualTo(401);

        Browser browser = Browser.byKey(api, api.key());
        assertThat(browser.answer().status()).isEqualTo(204);
        assertThat(browser.get("/me")).isEqualTo(200);

        assertThat(browser.send("DELETE", "/session", "").status()).isEqualTo(204);
        assertThat(browser.get("/me")).isEqualTo(401);
    }

    @Test
    void endsSessionsOfARevokedKey() {
        Api.Answer key = api.post("/api-keys", "{\"name\":\"of a browser\"}");
        Browser one = Browser.byKey(api, key.at("/key"));
        Browser other = Browser.byKey(api, key.at("/key"));
        assertThat(one.get("/me")).isEqualTo(200);

        api.send("DELETE", "/api-keys/" + key.at("/id"), "", Map.of());

        assertThat(one.get("/me")).isEqualTo(401);
        assertThat(other.get("/jobs")).isEqualTo(401);
    }

    @Test
    void endsSessionsOfAnExpiredKey() {
        Api.Answer key = api.post("/api-keys", "{\"name\":\"short\",\"expiresAt\":\"2999-01-01T00:00:00Z\"}");
        assertThat(key.status()).isEqualTo(400);
        key = api.post("/api-keys", "{\"name\":\"short\"}");
        Browser browser = Browser.byKey(api, key.at("/key"));
        assertThat(browser.get("/me")).isEqualTo(200);

        jdbc.sql("update api_key set expires_at = clock_timestamp() where id = :id")
                .param("id", key.at("/id"))
                .update();

        assertThat(browser.get("/me")).isEqualTo(401);
        assertThat(Browser.byKey(api, key.at("/key")).answer().status()).isEqualTo(401);
    }

    @Test
    void endsSessionsOfAnInactiveAccount() {
        Api.Answer account = api.post("/accounts", "{\"name\":\"leaver\"}");
        Browser browser = Browser.byKey(api, account.at("/key"));
        assertThat(browser.get("/me")).isEqualTo(200);

        api.send("PATCH", "/accounts/" + account.at("/id"), "{\"active\":false}", Map.of());
        assertThat(browser.get("/me")).isEqualTo(401);

        api.send("PATCH", "/accounts/" + account.at("/id"), "{\"active\":true}", Map.of());
        assertThat(browser.get("/me")).isEqualTo(401);
    }

    @Test
    void endsSessionsThatAreInUseAfterTheirLifetime() {
        Browser byKey = Browser.byKey(api, api.key());
        Browser byLink = Browser.byToken(api, signIn.issue());

        begin("29 days 23 hours");
        assertThat(List.of(byKey.get("/me"), byLink.get("/me"))).containsExactly(200, 200);
        begin("30 days");

        assertThat(List.of(byKey.get("/me"), byLink.get("/me"))).containsExactly(401, 401);
    }

    /** Dates all sessions back; their last use stays recent. */
    private void begin(String ago) {
        jdbc.sql("""
                update spring_session
                set creation_time = extract(epoch from now() - cast(:ago as interval)) * 1000""").param("ago", ago).update();
    }

    /** Earlier versions did not store the key of a session, so nothing could end it. */
    @Test
    void endsSessionsWithoutAKnownKey() {
        Browser browser = Browser.byKey(api, api.key());

        jdbc.sql("delete from spring_session_attributes where attribute_name = 'isograd.key'")
                .update();

        assertThat(browser.get("/me")).isEqualTo(401);
    }

    @Test
    void requiresTheTokenInUnsafeRequestsOfBrowsers() {
        Browser browser = Browser.byKey(api, api.key());
        BodyPublisher body = BodyPublishers.ofString("{\"name\":\"by browser\"}");

        Api.Answer forged = api.send(browser.request("/api-keys")
                .header("Content-Type", "text/plain")
                .POST(body));
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.at("/code")).isEqualTo("forbidden");
        assertThat(api.send(browser.request("/api-keys")
                                .header("Content-Type", "application/json")
                                .header("X-XSRF-TOKEN", "guess")
                                .POST(body))
                        .status())
                .isEqualTo(403);
        assertThat(browser.send("POST", "/api-keys", "{\"name\":\"by browser\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void startsNewSessionAtEverySignIn() {
        Browser first = Browser.byKey(api, api.key());

        Api.Answer second = first.send("POST", "/session", "{\"key\":\"" + api.key() + "\"}");

        assertThat(second.http().headers().allValues("Set-Cookie"))
                .anyMatch(it -> it.startsWith("ISOGRAD_SESSION=") && !it.equals(first.sessionCookie()));
        assertThat(first.get("/me")).isEqualTo(401);
    }

    @Test
    void refusesKeyAndSessionTogether() {
        Browser browser = Browser.byKey(api, api.key());

        Api.Answer both = api.send(browser.request("/me")
                .header("Authorization", "Bearer " + api.key())
                .GET());

        assertThat(both.status()).isEqualTo(400);
        assertThat(both.at("/code")).isEqualTo("two_credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA==", "YQ==", "JyBvciAxPTE=", "%00", "x"})
    void ignoresCookiesThatAreNoIds(String value) {
        Api.Answer answer = api.send(api.anonymous("/api/v1/me")
                .header("Cookie", "ISOGRAD_SESSION=" + value)
                .GET());

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void letsASessionWithoutAKeyActInAnotherProject() {
        Browser browser = Browser.byToken(api, signIn.issue());
        String other = new People(api).project("");

        assertThat(enter(browser, other).status()).isEqualTo(204);

        assertThat(api.send(browser.request("/me").GET()).at("/project/id")).isEqualTo(other);
        assertThat(enter(browser, new People(api).account("other").account()).status())
                .isEqualTo(404);
        assertThat(enter(browser, "\\u0000").status()).isIn(400, 404);
        assertThat(api.send(browser.request("/me").GET()).at("/project/id")).isEqualTo(other);
    }

    @Test
    void entersNoProjectOfWhichTheAccountIsNoMember() {
        People people = new People(api);
        String foreign = api.send(Browser.byKey(api, people.account("owner").key())
                        .request("/me")
                        .GET())
                .at("/project/id");

        assertThat(enter(Browser.byToken(api, signIn.issue()), foreign).at("/code"))
                .isEqualTo("project_not_found");
    }

    @Test
    void keepsKeysAndTheirSessionsInTheProjectOfTheKey() {
        String other = new People(api).project("");
        Browser browser = Browser.byKey(api, api.key());

        assertThat(enter(browser, other).at("/code")).isEqualTo("project_of_key");
        assertThat(api.send("PUT", "/session/project", "{\"project\":\"" + other + "\"}", Map.of())
                        .status())
                .isEqualTo(409);
    }

    private static Api.Answer enter(Browser browser, String project) {
        return browser.send("PUT", "/session/project", "{\"project\":\"" + project + "\"}");
    }
}
