package dev.isograd.identity;

import static dev.isograd.identity.TestProviders.PROJECT;
import static dev.isograd.identity.TestProviders.PROVIDER;
import static dev.isograd.identity.TestProviders.PROVIDER_ISSUER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.Api.Answer;
import dev.isograd.People;
import dev.isograd.http.PublicUrl;
import dev.isograd.limits.RateLimits;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@IdentityTest
class ProviderSignInIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private RateLimits limits;

    @Autowired
    private PublicUrl url;

    private final String subject = UUID.randomUUID().toString();

    @BeforeEach
    void projects() {
        TestProjects.create(jdbc);
    }

    @Test
    void signsInWithPkceAndMakesAnAccount() {
        Visitor visitor = new Visitor(api);
        String provider = visitor.begin("/jobs/new%3Fcopy%3Djob_1");
        Map<String, String> asked = UriComponentsBuilder.fromUriString(provider)
                .build()
                .getQueryParams()
                .asSingleValueMap();

        assertThat(provider).startsWith(PROVIDER_ISSUER + "/authorize?");
        assertThat(asked).containsEntry("code_challenge_method", "S256").containsEntry("response_type", "code");
        assertThat(asked.get("redirect_uri")).isEqualTo(api.address() + "/api/v1/oidc/callback");
        assertThat(List.of(asked.get("state"), asked.get("nonce"), asked.get("code_challenge")))
                .allMatch(secret -> secret.length() >= 43);
        says(Map.of("name", "Ada Lovelace", "email", "ada@example.org", "email_verified", true));
        Answer back = visitor.open(Visitor.location(visitor.open(provider)));

        assertThat(back.header("Location")).isEqualTo("/jobs/new?copy=job_1");
        assertThat(back.http().headers().allValues("Set-Cookie"))
                .anyMatch(it ->
                        it.startsWith("ISOGRAD_SESSION=") && it.contains("HttpOnly") && it.contains("SameSite=Lax"))
                .anyMatch(it -> it.startsWith("ISOGRAD_SIGN_IN=;") && it.contains("Max-Age=0"));
        Answer me = visitor.get("/api/v1/me");
        assertThat(me.at("/account/name")).isEqualTo("Ada Lovelace");
        assertThat(me.at("/project/name")).isEqualTo("Ada Lovelace");
        assertThat(me.at("/issuer")).isEqualTo(PROVIDER_ISSUER);
        assertThat(me.at("/role")).isEqualTo("admin");
        assertThat(me.at("/administrator")).isEqualTo("false");
        assertThat(email(me)).isEqualTo("ada@example.org");
        assertThat(lastAudit("account.create").at("/details/subject")).isEqualTo(subject);
    }

    @Test
    void findsTheAccountAgainByIssuerAndSubject() {
        String first = accountAfter(Map.of("name", "One"));

        assertThat(accountAfter(Map.of("name", "Other name"))).isEqualTo(first);
    }

    @Test
    void tellsTheSignInPageWhichProviderThereIs() {
        Answer ways = api.send(api.anonymous("/api/v1/oidc").GET());

        assertThat(ways.at("/provider/name")).isEqualTo("Example");
        assertThat(ways.at("/provider/signIn")).isEqualTo("/api/v1/oidc/sign-in");
    }

    @Test
    void givesTheRolesOfGroupsUntilTheGroupsGo() {
        Visitor visitor = new Visitor(api);
        says(Map.of("groups", List.of("readers", "trainers", "operators", "others")));
        visitor.signIn();
        Answer me = visitor.get("/api/v1/me");
        assertThat(me.at("/project/id")).isEqualTo(PROJECT);
        assertThat(me.at("/role")).isEqualTo("member");
        assertThat(me.at("/administrator")).isEqualTo("true");

        says(Map.of("groups", List.of("readers")));
        visitor.signIn();
        me = visitor.get("/api/v1/me");
        assertThat(me.at("/role")).isEqualTo("viewer");
        assertThat(me.at("/administrator")).isEqualTo("false");

        says(Map.of());
        Visitor other = new Visitor(api);
        other.signIn();
        assertThat(other.get("/api/v1/me").at("/project/id")).isNotEqualTo(PROJECT);
        assertThat(visitor.get("/api/v1/me").status())
                .as("a session in the project")
                .isEqualTo(401);
        assertThat(lastAudit("member.remove").at("/object")).isEqualTo(PROJECT);
    }

    @Test
    void revokesTheKeysOfAGroupThatGoes() {
        says(Map.of("groups", List.of("trainers")));
        Visitor visitor = new Visitor(api);
        visitor.signIn();
        String account = visitor.get("/api/v1/me").at("/account/id");
        String own = ownProject(account);
        visitor.send("PUT", "/session/project", "{\"project\":\"" + own + "\"}");
        Answer key = visitor.send("POST", "/api-keys", "{\"name\":\"k\",\"project\":\"" + PROJECT + "\"}");
        assertThat(key.status()).isEqualTo(201);
        People people = new People(api);
        assertThat(people.as(key.at("/key"), "GET", "/jobs", "").status()).isEqualTo(200);

        accountAfter(Map.of());
        accountAfter(Map.of("groups", List.of("trainers")));

        assertThat(people.as(key.at("/key"), "GET", "/jobs", "").status()).isEqualTo(401);
    }

    @Test
    void keepsTheRolesThatAnAdministratorGave() {
        String account = accountAfter(Map.of("groups", List.of("readers", "operators")));
        new People(api).setRole(PROJECT, new People.Person(account, ""), "admin");
        api.send("PATCH", "/accounts/" + account, "{\"administrator\":true}", Map.of());

        accountAfter(Map.of("groups", List.of()));

        Visitor visitor = signedIn(Map.of("groups", List.of("readers")));
        assertThat(visitor.get("/api/v1/me").at("/role")).isEqualTo("admin");
        assertThat(visitor.get("/api/v1/me").at("/administrator")).isEqualTo("true");
    }

    @Test
    void readsGroupsFromTheUserInfoOrTheTokenInAnyForm() {
        OidcProperties settings = TestSettings.withGroups("realm_access.roles");

        assertThat(new Person(Map.of("realm_access", Map.of("roles", List.of("trainers"))))
                        .roles(settings)
                        .projects())
                .hasSize(1);
        assertThat(new Person(Map.of("realm_access.roles", "trainers"))
                        .roles(settings)
                        .projects())
                .hasSize(1);
        assertThat(new Person(Map.of("realm_access", "trainers"))
                        .roles(settings)
                        .projects())
                .isEmpty();
        assertThat(new Person(Map.of("realm_access", Map.of("roles", Map.of())))
                        .roles(settings)
                        .projects())
                .isEmpty();
    }

    @Test
    void adoptsAnAccountOnlyByAVerifiedAddress() {
        String email = UUID.randomUUID() + "@example.org";
        String made = account("{\"name\":\"made\",\"email\":\"" + email + "\"}");

        assertThat(accountAfter(Map.of("email", email))).isNotEqualTo(made);
        assertThat(accountAfter("another", Map.of("email", email, "email_verified", false)))
                .isNotEqualTo(made);
        assertThat(accountAfter("fourth", Map.of("email", email.toUpperCase(Locale.ROOT), "email_verified", true)))
                .isEqualTo(made);
        assertThat(lastAudit("account.link").at("/object")).isEqualTo(made);
        assertThat(accountAfter("fifth", Map.of("email", email, "email_verified", true)))
                .as("the address belongs to another person")
                .isNotEqualTo(made);
    }

    @Test
    void adoptsNoAdministratorAndNoInactiveAccount() {
        String email = UUID.randomUUID() + "@example.org";
        String made = account("{\"name\":\"made\",\"email\":\"" + email + "\"}");
        api.send("PATCH", "/accounts/" + made, "{\"administrator\":true}", Map.of());
        assertThat(accountAfter(Map.of("email", email, "email_verified", true))).isNotEqualTo(made);

        String gone = UUID.randomUUID() + "@example.org";
        String inactive = account("{\"name\":\"gone\",\"email\":\"" + gone + "\"}");
        api.send("PATCH", "/accounts/" + inactive, "{\"active\":false}", Map.of());
        assertThat(accountAfter("another", Map.of("email", gone, "email_verified", true)))
                .isNotEqualTo(inactive);
    }

    @Test
    void letsNoInactiveAccountIn() {
        String account = accountAfter(Map.of());
        api.send("PATCH", "/accounts/" + account, "{\"active\":false}", Map.of());

        says(Map.of());
        Visitor visitor = new Visitor(api);

        assertThat(visitor.signIn()).isEqualTo("/sign-in?problem=account_inactive");
        assertThat(visitor.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void endsSessionsSoonerThanThoseOfKeys() {
        Visitor visitor = signedIn(Map.of());

        beginAgo("11 hours");
        assertThat(visitor.get("/api/v1/me").status()).isEqualTo(200);
        beginAgo("12 hours");

        assertThat(visitor.get("/api/v1/me").status()).isEqualTo(401);
    }

    @Test
    void signsOut() {
        Visitor visitor = signedIn(Map.of());
        assertThat(visitor.get("/api/v1/me").status()).isEqualTo(200);

        assertThat(visitor.send("DELETE", "/session", "").status()).isEqualTo(204);

        assertThat(visitor.get("/api/v1/me").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audience", "issuer", "expired", "early", "nonce", "type"})
    void refusesTokensThatAreWrong(String wrong) {
        Map<String, Object> claims = new HashMap<>();
        long now = Instant.now().getEpochSecond();
        switch (wrong) {
            case "audience" -> claims.put("aud", List.of("another-client"));
            case "issuer" -> claims.put("iss", "https://evil.example.org");
            case "expired" -> claims.putAll(Map.of("iat", now - 300, "exp", now - 120));
            case "early" -> claims.put("nbf", now + 300);
            case "nonce" -> claims.put("nonce", "of another sign-in");
            default -> {}
        }
        List<String> audience = List.of(TestProviders.CLIENT);
        String type = wrong.equals("type") ? "at+jwt" : "JWT";
        PROVIDER.enqueueCallback(new DefaultOAuth2TokenCallback("people", subject, type, audience, claims, 3600));
        Visitor visitor = new Visitor(api);

        assertThat(visitor.signIn()).isEqualTo("/sign-in?problem=provider_error");
        assertThat(visitor.get("/api/v1/me").status()).isEqualTo(401);
        assertThat(accounts()).as("no account was made").isZero();
    }

    @Test
    void takesAnAnswerOnlyInTheBrowserThatBegan() {
        String answer = new Visitor(api).callback();
        Visitor other = new Visitor(api);
        other.begin("/jobs");

        assertThat(Visitor.location(other.open(answer))).isEqualTo("/sign-in?problem=expired");
        assertThat(Visitor.location(new Visitor(api).open(answer))).isEqualTo("/sign-in?problem=expired");
    }

    @Test
    void takesAnAnswerOnce() {
        says(Map.of());
        Visitor visitor = new Visitor(api);
        String answer = visitor.callback();

        assertThat(Visitor.location(visitor.open(answer))).isEqualTo("/jobs");

        assertThat(Visitor.location(visitor.open(answer))).isEqualTo("/sign-in?problem=expired");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c.d?expires=9999999999&signature=00", "a.b.c.d?expires=x&signature=", "%00"})
    void ignoresCookiesThatItHasNotSigned(String cookie) {
        Visitor visitor = new Visitor(api);
        String answer = visitor.callback();
        visitor.setCookie("ISOGRAD_SIGN_IN", cookie);

        assertThat(Visitor.location(visitor.open(answer))).isEqualTo("/sign-in?problem=expired");
    }

    @Test
    void ignoresASignedCookieThatWasChanged() {
        Visitor visitor = new Visitor(api);
        String answer = visitor.callback();
        String genuine = visitor.cookie("ISOGRAD_SIGN_IN");
        visitor.setCookie("ISOGRAD_SIGN_IN", "A" + genuine);
        assertThat(Visitor.location(visitor.open(answer))).isEqualTo("/sign-in?problem=expired");

        visitor.setCookie("ISOGRAD_SIGN_IN", genuine.replaceFirst("expires=.", "expires=9"));
        assertThat(Visitor.location(visitor.open(answer))).isEqualTo("/sign-in?problem=expired");
    }

    @ParameterizedTest
    @CsvSource({
        "error=access_denied, cancelled",
        "error=login_required, cancelled",
        "error=server_error, provider_unavailable",
        "error=temporarily_unavailable&error_description=<b>x</b>, provider_unavailable",
        "error=invalid_scope, provider_error",
        "code=wrong, provider_error"
    })
    void tellsWhyTheProviderRefused(String parameters, String problem) {
        Visitor visitor = new Visitor(api);
        String state = Objects.requireNonNull(UriComponentsBuilder.fromUriString(visitor.begin("/jobs"))
                .build()
                .getQueryParams()
                .getFirst("state"));

        String answer = "%s/api/v1/oidc/callback?state=%s&%s"
                .formatted(api.address(), state, parameters.replace("<", "%3C").replace(">", "%3E"));

        assertThat(Visitor.location(visitor.open(answer))).isEqualTo("/sign-in?problem=" + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "?code=x", "?state=x", "?code=x&state=y", "?code=x&code=y&state=z", "?error=x"})
    void leadsAnswersThatNobodyAskedForToTheSignInPage(String query) {
        Answer answer = new Visitor(api).get("/api/v1/oidc/callback" + query);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).isEqualTo("/sign-in?problem=expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "javascript:alert(1)"})
    void leadsToNoOtherSite(String page) {
        says(Map.of());
        Visitor visitor = new Visitor(api);
        String provider = visitor.begin(URLEncoder.encode(page, StandardCharsets.UTF_8));

        assertThat(Visitor.location(visitor.open(Visitor.location(visitor.open(provider)))))
                .isEqualTo("/jobs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/oidc/sign-in", "/api/v1/oidc/callback"})
    void answersOnlyGetRequests(String path) {
        Answer answer = api.send(api.anonymous(path).POST(BodyPublishers.ofString("code=x&state=y")));

        assertThat(answer.status()).isIn(401, 404, 405);
    }

    @Test
    void takesNoAddressFromTheHostHeader() {
        Answer begun = api.send(api.anonymous("/api/v1/oidc/sign-in")
                .header("X-Forwarded-Host", "evil.example.org")
                .header("Forwarded", "host=evil.example.org")
                .GET());

        assertThat(URI.create(begun.header("Location")).getQuery()).doesNotContain("evil");
    }

    @Test
    void saysThatTheProviderIsAway() {
        Registration registration =
                new Registration(TestSettings.withIssuer("http://localhost:1"), new Discovery(new JsonMapper()), url);

        assertThat(problemAfter(() -> registration.findByRegistrationId(Registration.ID)))
                .isEqualTo("/sign-in?problem=provider_unavailable");
        assertThat(problemAfter(() -> {
                    throw new OAuth2AuthenticationException(
                            new OAuth2Error("invalid_token_response"), new ResourceAccessException("timeout"));
                }))
                .isEqualTo("/sign-in?problem=provider_unavailable");
    }

    private String problemAfter(Runnable step) {
        MockHttpServletResponse response = new MockHttpServletResponse();
        try {
            step.run();
        } catch (AuthenticationException failure) {
            new FailedSignIn(limits).onAuthenticationFailure(new MockHttpServletRequest(), response, failure);
        }
        return String.valueOf(response.getHeader("Location"));
    }

    /** What the provider says about the next person. */
    private void says(Map<String, Object> claims) {
        says(subject, claims);
    }

    private static void says(String who, Map<String, Object> claims) {
        PROVIDER.enqueueCallback(
                new DefaultOAuth2TokenCallback("people", who, "JWT", List.of(TestProviders.CLIENT), claims, 3600));
    }

    private Visitor signedIn(Map<String, Object> claims) {
        says(claims);
        Visitor visitor = new Visitor(api);
        assertThat(visitor.signIn()).isEqualTo("/jobs");
        return visitor;
    }

    private String accountAfter(Map<String, Object> claims) {
        return signedIn(claims).get("/api/v1/me").at("/account/id");
    }

    private String accountAfter(String suffix, Map<String, Object> claims) {
        says(subject + suffix, claims);
        Visitor visitor = new Visitor(api);
        visitor.signIn();
        return visitor.get("/api/v1/me").at("/account/id");
    }

    private String account(String json) {
        return api.post("/accounts", json).at("/id");
    }

    private String ownProject(String account) {
        return jdbc.sql("select id from project where account_id = :account")
                .param("account", account)
                .query(String.class)
                .single();
    }

    private long accounts() {
        return jdbc.sql("select count(*) from account_identity where subject = :subject")
                .param("subject", subject)
                .query(Long.class)
                .single();
    }

    private String email(Answer me) {
        return jdbc.sql("select email from account where id = :id")
                .param("id", me.at("/account/id"))
                .query(String.class)
                .single();
    }

    private Audited lastAudit(String action) {
        return api.get("/audit?limit=50")
                .body()
                .at("/data")
                .valueStream()
                .filter(entry -> entry.at("/action").asString().equals(action))
                .findFirst()
                .map(Audited::new)
                .orElseThrow();
    }

    private record Audited(JsonNode entry) {
        String at(String pointer) {
            return entry.at(pointer).asString();
        }
    }

    private void beginAgo(String ago) {
        jdbc.sql("""
                update spring_session
                set creation_time = extract(epoch from now() - cast(:ago as interval)) * 1000""").param("ago", ago).update();
    }
}
