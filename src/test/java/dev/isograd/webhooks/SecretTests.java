package dev.isograd.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTests {

    private static final String BODY = "{\"type\":\"job.succeeded\",\"name\":\"grün 漢字\"}";

    private static String of(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static HttpHeaders headers(String id, long timestamp, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(Long.toString(timestamp)),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
    }

    @Test
    void signsAsTheLibraryOfStandardWebhooksVerifies() throws Exception {
        Secret secret = Secret.random(new SecureRandom());
        long now = Instant.now().getEpochSecond();
        HttpHeaders signed = headers("evt_1", now, secret.sign("evt_1", now, BODY));
        Webhook verifier = new Webhook(secret.text());

        assertThatCode(() -> verifier.verify(BODY, signed)).doesNotThrowAnyException();
        assertThatThrownBy(() -> verifier.verify(BODY + " ", signed)).isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> verifier.verify(BODY, headers("evt_2", now, secret.sign("evt_1", now, BODY))))
                .isInstanceOf(WebhookVerificationException.class);
        long old = now - 360;
        assertThatThrownBy(() -> verifier.verify(BODY, headers("evt_1", old, secret.sign("evt_1", old, BODY))))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void acceptsKeysOf24To64Bytes() {
        assertThat(Secret.parse(of(23))).isEmpty();
        assertThat(Secret.parse(of(24))).contains(new Secret(of(24)));
        assertThat(Secret.parse(of(64))).contains(new Secret(of(64)));
        assertThat(Secret.parse(of(65))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "secret", "whsec_%%%%", "WHSEC_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void refusesOtherTexts(String text) {
        assertThat(Secret.parse(text)).isEmpty();
    }

    @Test
    void doesNotShowItselfInLogs() {
        Secret secret = Secret.random(new SecureRandom());

        assertThat(secret.toString()).doesNotContain(secret.text().substring(6));
    }
}
