package dev.isograd.identity;

import static dev.isograd.identity.TestProviders.GITHUB;
import static dev.isograd.identity.TestProviders.GITLAB;
import static dev.isograd.identity.TestProviders.OTHER_PROJECT;
import static dev.isograd.identity.TestProviders.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.isograd.Api;
import dev.isograd.Api.Answer;
import dev.isograd.People;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@IdentityTest
class ExchangeIntegrationTests {

    @Autowired
    private Api api;

    @Autowired
    private JdbcClient jdbc;

    @BeforeEach
    void projects() {
        TestProjects.create(jdbc);
        GITHUB.setAway(false);
        jdbc.sql("update account set active = true where id in (select account_id from account_identity)")
                .update();
    }

    @Test
    void givesARunAKeyThatLivesAnHour() {
        String token = GITHUB.sign(GITHUB.claims());

        Answer made = exchange(token);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("/key")).startsWith("isg_");
        assertThat(made.header("Location")).isEqualTo("/api/v1/api-keys/" + made.at("/id"));
        assertThat(made.at("/project")).isEqualTo(PROJECT);
        assertThat(made.at("/role")).isEqualTo("member");
        assertThat(Instant.parse(made.at("/expiresAt")))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(59)),
                        Instant.now().plus(Duration.ofMinutes(60)));
        Answer me = new People(api).as(made.at("/key"), "GET", "/me", "");
        assertThat(me.at("/account/name")).isEqualTo("octo/app");
        assertThat(me.at("/issuer")).isEqualTo(GITHUB.address());
        assertThat(me.body().at("/scopes").toString()).isEqualTo("[\"read\",\"submit\"]");
        assertThat(new People(api)
                        .as(made.at("/key"), "POST", "/api-keys", "{\"name\":\"x\"}")
                        .status())
                .isEqualTo(403);

        jdbc.sql("update api_key set expires_at = clock_timestamp() where id = :id")
                .param("id", made.at("/id"))
                .update();
        assertThat(new People(api).as(made.at("/key"), "GET", "/me", "").status())
                .isEqualTo(401);
    }

    @Test
    void auditsTheRunWithoutSecrets() {
        String token = GITHUB.sign(GITHUB.claims());
        Answer made = exchange(token);

        JsonNode entry = api.get("/audit?limit=1").body().at("/data/0");

        assertThat(entry.at("/action").asString()).isEqualTo("key.exchange");
        assertThat(entry.at("/object").asString()).isEqualTo(made.at("/id"));
        assertThat(entry.at("/key").asString()).isEqualTo(made.at("/id"));
        assertThat(entry.at("/details/run_id").asString()).isEqualTo("4711");
        assertThat(entry.at("/details/repository").asString()).isEqualTo("octo/app");
        assertThat(entry.toString()).doesNotContain(made.at("/key")).doesNotContain(token);
    }

    @Test
    void makesOneAccountForEachRepository() {
        String account = accountOf(exchange(GITHUB.sign(GITHUB.claims())));
        String again = accountOf(exchange(GITHUB.sign(GITHUB.claims().subject("another"))));
        String tag = accountOf(exchange(GITHUB.sign(release())));

        assertThat(again).isEqualTo(account);
        assertThat(tag).isEqualTo(account);
    }

    /** The account has the role of the release, but the key of a branch stays as weak as its own rule. */
    @Test
    void limitsEachKeyToTheRoleOfItsRule() {
        Answer release = exchange(GITHUB.sign(release()));
        Answer branch = exchange(GITHUB.sign(GITHUB.claims()));

        assertThat(release.body().at("/scopes").toString()).isEqualTo("[\"read\",\"submit\",\"admin\"]");
        assertThat(new People(api)
                        .as(release.at("/key"), "GET", "/api-keys", "")
                        .status())
                .isEqualTo(200);
        assertThat(new People(api).as(branch.at("/key"), "GET", "/api-keys", "").status())
                .isEqualTo(403);
    }

    @Test
    void understandsTheClaimsOfGitLab() {
        JWTClaimsSet.Builder claims = GITLAB.claims()
                .claim("repository", null)
                .claim("project_path", "group/sub/app")
                .claim("ref", "main")
                .claim("ref_path", "refs/heads/main");

        Answer made = exchange(GITLAB.sign(claims));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(exchange(GITLAB.sign(claims.claim("ref_path", "refs/tags/main")))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void actsInTheRequestedProjectIfARuleTrustsTheTokenThere() {
        String token = GITHUB.sign(GITHUB.claims());

        assertThat(exchange(token, OTHER_PROJECT).at("/role")).isEqualTo("viewer");
        isRefused(exchange(token, "prj_unknown"), 403, "oidc_token_untrusted");
        isRefused(exchange(token, "prj_that_was_deleted"), 403, "project_not_found");
    }

    @Test
    void comparesFurtherClaims() {
        JWTClaimsSet.Builder claims = GITHUB.claims().claim("repository", "octo/read-docs");

        assertThat(exchange(GITHUB.sign(claims.claim("repository_id", "7"))).status())
                .isEqualTo(201);
        assertThat(exchange(GITHUB.sign(claims.claim("repository_id", 7))).status())
                .isEqualTo(201);
        isRefused(exchange(GITHUB.sign(claims.claim("repository_id", "8"))), 403, "oidc_token_untrusted");
    }

    @ParameterizedTest
    @CsvSource({
        "octo/app, refs/heads/dev,",
        "octo/app, refs/heads/main2,",
        "octo/app, refs/pull/1/merge,",
        "octo/app, refs/tags/main,",
        "octo/app, main,",
        "octo/app, ,",
        "octo/app, refs/tags/v1,",
        "octo/app, refs/tags/v1, staging",
        "octo/app, refs/tags/v1/x, release",
        "octo/app-evil, refs/heads/main,",
        "evil/octo/app, refs/heads/main,",
        "Octo/app, refs/heads/main,",
        "octo/read-a/b, refs/heads/main,",
        "'octo/app\nx', refs/heads/main,",
        ", refs/heads/main,"
    })
    void trustsNoOtherSource(String repository, String ref, String environment) {
        JWTClaimsSet.Builder claims = GITHUB.claims()
                .claim("repository", repository)
                .claim("ref", ref)
                .claim("environment", environment);

        isRefused(exchange(GITHUB.sign(claims)), 403, "oidc_token_untrusted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "hmac",
                "otherKey",
                "otherIssuer",
                "issuerOfOtherKey",
                "audience",
                "noAudience",
                "expired",
                "noExpiry",
                "early",
                "noSubject",
                "changed",
                "type",
                "huge",
                "empty",
                "text",
                "parts",
                "unknownKey"
            })
    void refusesTokensThatAreWrong(String wrong) throws JOSEException {
        isRefused(exchange(token(wrong)), 401, "oidc_token_invalid");
    }

    private static String token(String wrong) throws JOSEException {
        JWTClaimsSet.Builder claims = GITHUB.claims();
        Instant now = Instant.now();
        String genuine = GITHUB.sign(claims);
        return switch (wrong) {
            case "none" -> new PlainJWT(claims.build()).serialize();
            case "hmac" -> signedWithThePublicKey(claims);
            case "otherKey" ->
                CiIssuer.sign(
                        claims,
                        new RSAKey.Builder(CiIssuer.newKey())
                                .keyID(GITHUB.key().getKeyID())
                                .build());
            case "otherIssuer" -> GITHUB.sign(claims.issuer("https://evil.example.org"));
            case "issuerOfOtherKey" -> GITLAB.sign(claims);
            case "audience" -> GITHUB.sign(claims.audience("https://other.example.org"));
            case "noAudience" -> GITHUB.sign(claims.audience((String) null));
            case "expired" ->
                GITHUB.sign(claims.issueTime(Date.from(now.minusSeconds(300)))
                        .expirationTime(Date.from(now.minusSeconds(90))));
            case "noExpiry" -> GITHUB.sign(claims.expirationTime(null));
            case "early" -> GITHUB.sign(claims.notBeforeTime(Date.from(now.plusSeconds(300))));
            case "noSubject" -> GITHUB.sign(claims.subject(null));
            case "changed" ->
                changed(genuine, GITHUB.claims().claim("ref", "refs/heads/dev").build());
            case "huge" -> GITHUB.sign(claims.claim("padding", "x".repeat(20_000)));
            case "empty" -> "";
            case "text" -> "not a token";
            case "parts" -> genuine.substring(0, genuine.lastIndexOf('.'));
            case "unknownKey" -> CiIssuer.sign(claims, CiIssuer.newKey());
            case "type" -> signedAs("at+jwt", claims);
            default -> throw new IllegalArgumentException(wrong);
        };
    }

    /** The classic confusion: the public key, which everybody has, as the secret of a MAC. */
    private static String signedWithThePublicKey(JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(GITHUB.key().getKeyID())
                        .build(),
                claims.build());
        token.sign(new MACSigner(GITHUB.key().toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    private static String signedAs(String type, JWTClaimsSet.Builder claims) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(new JOSEObjectType(type))
                        .keyID(GITHUB.key().getKeyID())
                        .build(),
                claims.build());
        token.sign(new RSASSASigner(GITHUB.key()));
        return token.serialize();
    }

    private static String changed(String token, JWTClaimsSet claims) {
        String[] parts = token.split("\\.");
        String payload = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.toString().getBytes(StandardCharsets.UTF_8));
        return parts[0] + "." + payload + "." + parts[2];
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"token\":null}", "{\"token\":7}", "{\"token\":\"x\",\"role\":\"admin\"}", "[]"})
    void refusesWrongBodies(String body) {
        assertThat(send(body).status()).isEqualTo(400);
    }

    @Test
    void letsClocksDifferByAMinute() {
        Instant now = Instant.now();
        String token = GITHUB.sign(GITHUB.claims()
                .issueTime(Date.from(now.minusSeconds(300)))
                .notBeforeTime(Date.from(now.plusSeconds(30)))
                .expirationTime(Date.from(now.minusSeconds(30))));

        assertThat(exchange(token).status()).isEqualTo(201);
    }

    /** The order matters: a flood of unknown keys uses up the requests that the service makes, for some seconds. */
    @Test
    void followsNewKeysAndAsksForUnknownOnesSeldom() {
        String old = GITLAB.sign(gitlab());
        assertThat(exchange(old).status()).isEqualTo(201);
        int before = GITLAB.keyRequests();

        GITLAB.changeKey();
        assertThat(exchange(GITLAB.sign(gitlab())).status()).as("the new key").isEqualTo(201);
        assertThat(exchange(old).status()).as("the key that is gone").isEqualTo(401);
        for (int i = 0; i < 30; i++) {
            isRefused(
                    exchange(CiIssuer.sign(gitlab(), i % 2 == 0 ? GITHUB.key() : UNKNOWN)), 401, "oidc_token_invalid");
        }

        assertThat(GITLAB.keyRequests() - before).isBetween(1, 4);
        assertThat(exchange(GITLAB.sign(gitlab())).status())
                .as("known keys during the flood")
                .isEqualTo(201);
        GITLAB.setAway(true);
        assertThat(exchange(GITLAB.sign(gitlab())).status())
                .as("known keys while the issuer is away")
                .isEqualTo(201);
        GITLAB.setAway(false);
    }

    private static final RSAKey UNKNOWN = CiIssuer.newKey();

    private static JWTClaimsSet.Builder gitlab() {
        return GITLAB.claims().claim("repository", "group/sub/app");
    }

    @Test
    void refusesAnAccountThatWasDeactivated() {
        String account = accountOf(exchange(GITHUB.sign(GITHUB.claims())));
        api.send("PATCH", "/accounts/" + account, "{\"active\":false}", Map.of());

        isRefused(exchange(GITHUB.sign(GITHUB.claims())), 403, "account_inactive");

        Answer active = api.send("PATCH", "/accounts/" + account, "{\"active\":true}", Map.of());
        assertThat(active.status()).isEqualTo(200);
        assertThat(active.body().has("key"))
                .as("an account without a project of its own gets no key")
                .isFalse();
    }

    @Test
    void keepsTheListOfKeysShort() {
        Answer first = exchange(GITHUB.sign(GITHUB.claims()));
        jdbc.sql("update api_key set expires_at = clock_timestamp() where id = :id")
                .param("id", first.at("/id"))
                .update();

        exchange(GITHUB.sign(GITHUB.claims()));

        assertThat(jdbc.sql("select revoked_at is not null from api_key where id = :id")
                        .param("id", first.at("/id"))
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    private static JWTClaimsSet.Builder release() {
        return GITHUB.claims().claim("ref", "refs/tags/v1").claim("environment", "release");
    }

    private String accountOf(Answer made) {
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return new People(api).as(made.at("/key"), "GET", "/me", "").at("/account/id");
    }

    private Answer exchange(String token) {
        return send("{\"token\":\"" + token + "\"}");
    }

    private Answer exchange(String token, String project) {
        return send("{\"token\":\"%s\",\"project\":\"%s\"}".formatted(token, project));
    }

    private Answer send(String body) {
        return api.send(api.anonymous("/api/v1/oidc/exchange")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private static void isRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.at("/code")).isEqualTo(code);
        assertThat(answer.at("/detail")).isNotBlank().doesNotContain("Exception");
    }
}
