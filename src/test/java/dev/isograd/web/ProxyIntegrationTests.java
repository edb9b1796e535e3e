package dev.isograd.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.Api;
import dev.isograd.IsogradVariantTest;
import dev.isograd.fuzz.RawAnswer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** Behind a proxy that ends TLS. */
@IsogradVariantTest
class ProxyIntegrationTests {

    @Autowired
    private Api api;

    @Value("${local.server.port}")
    private int port;

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v1/me", "/api/v1/nothing", "/actuator/health"})
    void asksForTlsWhereTheClientUsesIt(String path) {
        Api.Answer byTls = api.send(
                api.anonymous(path).header("X-Forwarded-Proto", "https").GET());
        Api.Answer plain = api.send(api.anonymous(path).GET());

        assertThat(byTls.header("Strict-Transport-Security")).startsWith("max-age=31536000");
        assertThat(plain.header("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void refusesHeadersOfAProxyThatCannotBeRead() throws IOException {
        for (String header : new String[] {
            "X-Forwarded-Port: x",
            "X-Forwarded-Port: 99999999",
            "X-Forwarded-Proto: \u00E9",
            "Forwarded: host=a b",
            "X-Forwarded-Host: [",
            "Forwarded: proto=\"",
            "X-Forwarded-For: \u0080"
        }) {
            RawAnswer answer = RawAnswer.to(
                    port,
                    "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n\r\n".formatted(header));

            assertThat(answer.status()).as(header).isBetween(400, 499);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.content()).contains("\"requestId\":\"" + answer.header("X-Request-Id"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "/actuator/health", "/api", "//evil.example", "/x/.."})
    void ignoresPrefixes(String prefix) throws IOException {
        RawAnswer answer = RawAnswer.to(
                port,
                "GET /api/v1/me?x=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-Prefix: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(prefix, api.key()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.content()).contains("\"pointer\":\"?x\"", "\"instance\":\"/api/v1/me\"");
    }
}
