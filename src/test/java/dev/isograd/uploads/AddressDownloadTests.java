package dev.isograd.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.egress.HttpsServer;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class AddressDownloadTests {

    private static final byte[] FILE = UploadContract.bytes(300_000, 3);

    private static HttpsServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start(@TempDir Path keys) {
        server = HttpsServer.start(keys);
        server.answer("/pets.zip", exchange -> {
            exchange.sendResponseHeaders(200, FILE.length);
            exchange.getResponseBody().write(FILE);
        });
        server.answer("/stream", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(FILE);
        });
        server.answer("/short", exchange -> {
            exchange.sendResponseHeaders(200, FILE.length);
            exchange.getResponseBody().write(FILE, 0, 1000);
        });
        server.answer("/missing", exchange -> exchange.sendResponseHeaders(404, -1));
        server.answer("/broken", exchange -> exchange.sendResponseHeaders(503, -1));
        server.answer("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100; i++) {
                exchange.getResponseBody().write(new byte[1000]);
                exchange.getResponseBody().flush();
                sleep();
            }
        });
        server.answer("/to", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getQuery());
            exchange.sendResponseHeaders(302, -1);
        });
    }

    private static void sleep() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ImportSourceProperties settings(Map<String, String> more) {
        return new Binder(new MapConfigurationPropertySource(more))
                .bindOrCreate("isograd.imports", ImportSourceProperties.class);
    }

    /** As an operator sets it for a private network. */
    private static AddressDownload insideAllowed(String... more) {
        Map<String, String> settings = new java.util.HashMap<>(
                Map.of("isograd.imports.addresses", "true", "isograd.imports.allow-private", "true"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put("isograd.imports." + more[i], more[i + 1]);
        }
        return new AddressDownload(settings(settings), SystemDefaultDnsResolver.INSTANCE, server.trust());
    }

    private static AddressDownload publicOnly(DnsResolver names) {
        return new AddressDownload(settings(Map.of("isograd.imports.addresses", "true")), names, server.trust());
    }

    private static URI at(String path) {
        return URI.create("https://localhost:" + server.port() + path);
    }

    private LocalSource fetch(AddressDownload download, String path) {
        return download.fetch(at(path), folder, () -> false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pets.zip", "/stream"})
    void downloadsAFile(String path) {
        LocalSource source = fetch(insideAllowed(), path);

        assertThat(source.path()).startsWith(folder).hasBinaryContent(FILE);
        assertThat(source.bytes()).isEqualTo(FILE.length);
        assertThat(source.fileName()).isEqualTo(path.substring(1));
    }

    @Test
    void followsAFewRedirects() {
        assertThat(fetch(insideAllowed(), "/to?/pets.zip").path()).hasBinaryContent(FILE);
        assertThatThrownBy(() -> fetch(insideAllowed(), "/to?/to?/to?/to?/to?/to?/to?/pets.zip"))
                .isInstanceOf(SourceUnusable.class);
        server.answer("/loop", exchange -> {
            exchange.getResponseHeaders().set("Location", "/loop");
            exchange.sendResponseHeaders(301, -1);
        });
        assertThatThrownBy(() -> fetch(insideAllowed(), "/loop"))
                .isInstanceOf(SourceUnusable.class)
                .hasMessageContaining("more than 5 times");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/pets.zip",
                "ftp://example.org/x",
                "file:///etc/passwd",
                "https://u:p@localhost/x",
                "//",
                "https:///x"
            })
    void followsNoRedirectToAnotherKindOfAddress(String target) {
        assertThatThrownBy(() -> fetch(insideAllowed(), "/to?" + target)).isInstanceOf(SourceUnusable.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void saysWhyADownloadFailed() {
        assertThatThrownBy(() -> fetch(insideAllowed(), "/missing"))
                .isInstanceOf(SourceUnusable.class)
                .hasMessageContaining("answered 404");
        int before = server.requests();
        assertThatThrownBy(() -> fetch(insideAllowed(), "/broken"))
                .isInstanceOf(SourceUnusable.class)
                .hasMessageContaining("failed 3 times")
                .hasMessageContaining("503");
        assertThat(server.requests() - before).isEqualTo(3);
        assertThatThrownBy(() -> fetch(insideAllowed(), "/short"))
                .isInstanceOf(SourceUnusable.class)
                .hasMessageContaining("failed 3 times");
    }

    @Test
    void keepsItsLimits() {
        for (String path : List.of("/pets.zip", "/stream")) {
            assertThatThrownBy(() -> fetch(insideAllowed("address-bytes", "299999B"), path))
                    .isInstanceOf(SourceUnusable.class)
                    .hasMessageContaining("larger than 299999 bytes");
        }
        long before = System.nanoTime();
        assertThatThrownBy(() -> fetch(insideAllowed("address-time", "300ms"), "/slow"))
                .isInstanceOf(SourceUnusable.class)
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> insideAllowed()
                        .fetch(
                                at("/slow"),
                                folder,
                                () -> System.nanoTime() - before
                                        > Duration.ofSeconds(1).toNanos()))
                .isInstanceOf(CancellationException.class);
        assertThat(System.nanoTime() - before).isLessThan(Duration.ofSeconds(4).toNanos());
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
    void refusesAddressesThatAreNotPublic(String host) {
        AddressDownload download = publicOnly(SystemDefaultDnsResolver.INSTANCE);
        int before = server.requests();

        assertThatThrownBy(() -> download.check(URI.create("https://" + host + "/pets.zip")))
                .isInstanceOf(SourceProblem.class);
        assertThatThrownBy(() -> download.fetch(URI.create("https://" + host + "/pets.zip"), folder, () -> false))
                .isInstanceOf(SourceUnusable.class);
        assertThat(server.requests()).isEqualTo(before);
    }

    /** The name leads to a public address when the request is checked, and inside when the worker connects. */
    @Test
    void checksTheAddressThatItConnectsTo() {
        AtomicInteger asked = new AtomicInteger();
        AddressDownload download =
                publicOnly(names(host -> asked.getAndIncrement() == 0 ? "93.184.215.14" : "127.0.0.1"));
        URI address = URI.create("https://rebinding.example/pets.zip");

        download.check(address);

        assertThatThrownBy(() -> download.fetch(address, folder, () -> false))
                .isInstanceOf(SourceUnusable.class)
                .hasMessageContaining("not public")
                .hasMessageNotContaining("127.0.0.1");
        assertThat(asked).hasValue(2);
    }

    @Test
    void refusesANameOneOfWhoseAddressesIsInside() {
        AddressDownload download = publicOnly(names(host -> "93.184.215.14,10.0.0.8"));

        assertThatThrownBy(() -> download.check(URI.create("https://mixed.example/x")))
                .isInstanceOf(SourceProblem.class);
    }

    private interface Names {
        String of(String host);
    }

    private static DnsResolver names(Names names) {
        return new SystemDefaultDnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return Arrays.stream(names.of(host).split(","))
                        .map(InetAddress::ofLiteral)
                        .toArray(InetAddress[]::new);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/x",
                "ftp://example.org/x",
                "file:///etc/passwd",
                "https:///x",
                "https:x",
                "pets.zip",
                "",
                "https://user@example.org/x",
                "https://user:secret@example.org/x",
                "https://example.org:22/x",
                "https://example.org:80/x",
                "jar:https://example.org/x!/y"
            })
    void refusesOtherAddresses(String address) {
        AddressDownload download = publicOnly(names(host -> "93.184.215.14"));
        assertThatThrownBy(() -> download.check(URI.create(address)))
                .isInstanceOfSatisfying(SourceProblem.class, problem -> {
                    assertThat(problem.getStatusCode().value()).isEqualTo(400);
                    assertThat(problem.getBody().getDetail()).startsWith("/source/url must");
                });
    }

    @Test
    void isOffByDefault() {
        AddressDownload download =
                new AddressDownload(settings(Map.of()), names(host -> "93.184.215.14"), server.trust());

        assertThatThrownBy(() -> download.check(URI.create("https://example.org/x")))
                .isInstanceOfSatisfying(
                        SourceProblem.class,
                        problem -> assertThat(problem.getBody().getDetail()).contains("isograd.imports.addresses"));
        assertThatThrownBy(() -> download.fetch(at("/pets.zip"), folder, () -> false))
                .isInstanceOf(SourceUnusable.class);
        assertThat(folder).isEmptyDirectory();
    }
}
