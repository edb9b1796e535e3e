package dev.isograd.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.egress.HttpsServer;
import dev.isograd.webhooks.Receiver.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReceiversTests {

    private static HttpsServer https;

    @BeforeAll
    static void start(@TempDir Path keys) {
        https = HttpsServer.start(keys);
        https.answer("/ok", exchange -> exchange.sendResponseHeaders(204, -1));
    }

    @AfterAll
    static void stop() {
        https.close();
    }

    private static Receivers receivers(boolean allowPrivate, DnsResolver names) {
        return receivers(allowPrivate, names, "15s");
    }

    private static Receivers receivers(boolean allowPrivate, DnsResolver names, String timeLimit) {
        WebhookProperties settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "isograd.webhooks.allow-private", allowPrivate, "isograd.webhooks.time-limit", timeLimit)))
                .bind("isograd.webhooks", WebhookProperties.class)
                .get();
        return new Receivers(settings, names, https.trust(), InstantSource.system());
    }

    private static Receivers publicOnly() {
        return receivers(false, SystemDefaultDnsResolver.INSTANCE);
    }

    private static Receivers insideAllowed() {
        return receivers(true, SystemDefaultDnsResolver.INSTANCE);
    }

    private static Receivers impatient() {
        return receivers(true, SystemDefaultDnsResolver.INSTANCE, "500ms");
    }

    private static Webhook to(String url) {
        return new Webhook(
                "whk_1",
                "prj_1",
                url,
                List.of("job.failed"),
                PayloadFormat.STANDARD,
                true,
                null,
                new Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"),
                null,
                null,
                null,
                Instant.EPOCH);
    }

    private static Answer send(Receivers receivers, String url) {
        return receivers.send(to(url), "evt_1", "{}");
    }

    /** Gives other addresses to names than they have. */
    private static DnsResolver names(java.util.function.UnaryOperator<String> addresses) {
        return new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return Arrays.stream(addresses.apply(host).split(","))
                        .map(InetAddress::ofLiteral)
                        .toArray(InetAddress[]::new);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1",
                "127.1.2.3",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "192.0.0.1",
                "198.18.0.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "[::1]",
                "[::]",
                "[fe80::1]",
                "[fc00::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:10.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "2130706433",
                "0x7f000001",
                "0177.0.0.1",
                "127.1",
                "0x7f.0.0.1",
                "1.2.3.0x4"
            })
    void refusesPrivateAddressesByNameAndInAllTheirForms(String host) {
        int before = https.requests();

        assertThat(publicOnly().problem("https://" + host + "/ok")).isPresent();
        assertThat(send(publicOnly(), "https://" + host + "/ok").isDelivered()).isFalse();

        assertThat(https.requests()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org",
                "http://example.org/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "https:///x",
                "https://user:secret@example.org/",
                "https://example.org:22/",
                "https://example.org:80/",
                "https://exa mple.org/",
                "https://example.org/\u0000"
            })
    void refusesOtherAddresses(String url) {
        assertThat(receivers(false, names(host -> "93.184.215.14")).problem(url))
                .isPresent();
    }

    @Test
    void refusesLongAddresses() {
        Receivers receivers = receivers(false, names(host -> "93.184.215.14"));
        String start = "https://example.org/";

        assertThat(receivers.problem(start + "x".repeat(2_000 - start.length())))
                .isEmpty();
        assertThat(receivers.problem(start + "x".repeat(2_001 - start.length())))
                .isPresent();
    }

    @Test
    void acceptsHttpOnlyWhereTheOperatorAllowsPrivateAddresses() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            assertThat(publicOnly().problem(receiver.url())).isPresent();
            assertThat(send(publicOnly(), receiver.url()).isDelivered()).isFalse();
            assertThat(receiver.messages()).isEmpty();

            assertThat(insideAllowed().problem(receiver.url())).isEmpty();
            assertThat(send(insideAllowed(), receiver.url()).isDelivered()).isTrue();
            assertThat(receiver.messages()).hasSize(1);
        }
    }

    /** The name leads to a public address when the webhook is made, and inside when a message is sent. */
    @Test
    void connectsToTheAddressThatItHasChecked() {
        AtomicInteger asked = new AtomicInteger();
        Receivers receivers =
                receivers(false, names(host -> asked.getAndIncrement() == 0 ? "93.184.215.14" : "127.0.0.1"));
        int before = https.requests();

        assertThat(receivers.problem("https://rebinding.example/ok")).isEmpty();
        Answer answer = send(receivers, "https://rebinding.example/ok");

        assertThat(answer.problem())
                .contains("does not lead to the public Internet")
                .doesNotContain("127.0.0.1");
        assertThat(asked).as("one look for each check, none for the connection").hasValue(2);
        assertThat(https.requests()).isEqualTo(before);
    }

    @Test
    void refusesANameOneOfWhoseAddressesIsInside() {
        Receivers receivers = receivers(false, names(host -> "93.184.215.14,10.0.0.8"));

        assertThat(receivers.problem("https://mixed.example/")).isPresent();
        assertThat(send(receivers, "https://mixed.example/").isDelivered()).isFalse();
    }

    @Test
    void followsNoRedirect() throws IOException {
        try (Receiver inside = Receiver.answering(200);
                Receiver receiver = Receiver.answering(message -> new Reply(307, "", 0, inside.url()))) {
            Answer answer = send(insideAllowed(), receiver.url());

            assertThat(answer.isDelivered()).isFalse();
            assertThat(answer.problem()).isEqualTo("The receiver answered 307; redirects are not followed.");
            assertThat(inside.messages()).isEmpty();
        }
    }

    /** The server is found at a pinned address, and the certificate must still be that of the name. */
    @Test
    void checksTheCertificateOfTheName() {
        Receivers pinned = receivers(true, names(host -> "127.0.0.1"));

        assertThat(send(pinned, "https://localhost:" + https.port() + "/ok").status())
                .isEqualTo(204);
        assertThat(send(pinned, "https://other.example:" + https.port() + "/ok").problem())
                .startsWith("The connection is not secure");
    }

    @Test
    void trustsNoUnknownCertificate() {
        Receivers untrusting = new Receivers(
                new Binder(new MapConfigurationPropertySource(Map.of("isograd.webhooks.allow-private", "true")))
                        .bind("isograd.webhooks", WebhookProperties.class)
                        .get(),
                SystemDefaultDnsResolver.INSTANCE,
                DefaultClientTlsStrategy.createDefault(),
                InstantSource.system());

        assertThat(send(untrusting, "https://localhost:" + https.port() + "/ok").problem())
                .startsWith("The connection is not secure");
    }

    @Test
    void waitsOnlyAMomentForAnAnswer() throws IOException {
        try (Receiver receiver = Receiver.answering(message -> new Reply(200, "late", 60_000, ""));
                ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();

            assertThat(send(impatient(), receiver.url()).isDelivered()).isFalse();
            assertThat(send(impatient(), "http://localhost:" + silent.getLocalPort())
                            .isDelivered())
                    .isFalse();

            assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
        }
    }

    /** A byte now and then keeps a connection alive; the whole answer has a limit as well. */
    @Test
    void doesNotWaitForAnAnswerThatTricklesIn() {
        https.answer("/trickle", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 600; i++) {
                exchange.getResponseBody().write('x');
                exchange.getResponseBody().flush();
                pause();
            }
        });
        long start = System.nanoTime();

        Answer answer = send(impatient(), "https://localhost:" + https.port() + "/trickle");

        assertThat(answer.isDelivered()).isFalse();
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void readsOnlyTheBeginningOfAnAnswer() {
        https.answer("/large", exchange -> {
            byte[] part = "y".repeat(100_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 10_000; i++) {
                exchange.getResponseBody().write(part);
            }
        });

        Answer answer = send(insideAllowed(), "https://localhost:" + https.port() + "/large");

        assertThat(answer.problem()).isNull();
        assertThat(answer.text())
                .as("what answers at a private address is not shown")
                .isNull();
    }

    /** Each of them would otherwise keep one of the client's connections. */
    @Test
    void keepsNoConnectionOfALargeAnswer() throws IOException {
        try (Receiver receiver = Receiver.answering(message -> new Reply(500, "z".repeat(3_000), 0, ""))) {
            Receivers receivers = insideAllowed();

            for (int i = 0; i < 70; i++) {
                assertThat(send(receivers, receiver.url()).status()).isEqualTo(500);
            }
        }
    }

    @Test
    void saysWhatIsWrongWithAReceiver() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(send(insideAllowed(), "http://localhost:" + free).problem())
                .isEqualTo("The receiver accepts no connections.");
        assertThat(send(insideAllowed(), "https://no-such-host.invalid/").problem())
                .isEqualTo("The name of the host is unknown.");
        try (Receiver receiver = Receiver.answering(503)) {
            Answer answer = send(insideAllowed(), receiver.url());

            assertThat(answer.problem()).isEqualTo("The receiver answered 503.");
            assertThat(answer.status()).isEqualTo(503);
        }
    }
}
