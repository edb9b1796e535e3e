package dev.isograd.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradVariantTest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The cookies of a service behind a proxy that ends TLS, and of one without TLS. */
@IsogradVariantTest
class SessionCookiesIntegrationTests {

    @Autowired
    private Api api;

    @Test
    void bindsCookiesToTheHostUnderTls() {
        Api.Answer signedIn = signIn("https");

        String session = cookie(signedIn, "__Host-ISOGRAD_SESSION=");
        assertThat(session)
                .contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Domain");
        assertThat(cookie(signedIn, "XSRF-TOKEN=")).contains("Secure");
        assertThat(signedIn.header("Strict-Transport-Security")).startsWith("max-age=");
        assertThat(api.send(request("https", session).GET()).status()).isEqualTo(200);
    }

    @Test
    void setsPlainCookiesWithoutTls() {
        Api.Answer signedIn = signIn("http");

        String session = cookie(signedIn, "ISOGRAD_SESSION=");
        assertThat(session).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Secure");
        assertThat(signedIn.header("Strict-Transport-Security")).isEmpty();
        assertThat(api.send(request("http", session).GET()).status()).isEqualTo(200);
    }

    @Test
    void refusesThePlainCookieUnderTls() {
        String session = cookie(signIn("http"), "ISOGRAD_SESSION=");

        assertThat(api.send(request("https", session).GET()).status()).isEqualTo(401);
    }

    @Test
    void requiresTheTokenAgainstForgedRequestsUnderTls() {
        String session = cookie(signIn("https"), "__Host-ISOGRAD_SESSION=");

        Api.Answer forged = api.send(request("https", session)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{}")));

        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.at("/code")).isEqualTo("forbidden");
    }

    private Api.Answer signIn(String scheme) {
        return api.send(api.anonymous("/api/v1/session")
                .header("X-Forwarded-Proto", scheme)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"key\":\"" + api.key() + "\"}")));
    }

    private HttpRequest.Builder request(String scheme, String cookie) {
        return api.anonymous("/api/v1/me").header("X-Forwarded-Proto", scheme).header("Cookie", cookie.split(";")[0]);
    }

    private static String cookie(Api.Answer answer, String start) {
        return answer.http().headers().allValues("Set-Cookie").stream()
                .filter(each -> each.startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.http().headers().map()));
    }
}
