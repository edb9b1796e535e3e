package dev.isograd.webhooks;

import dev.isograd.egress.AddressRules;
import dev.isograd.egress.EgressClient;
import dev.isograd.egress.PublicAddresses;
import dev.isograd.http.StorableText;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Posts signed messages to the addresses of webhooks. */
@Component
class Receivers implements AutoCloseable {

    private static final int MOST_ANSWER_BYTES = 1_000;
    private static final int FIRST_NOT_OK = 300;
    private static final int FIRST_CLIENT_ERROR = 400;

    private final WebhookProperties settings;
    private final AddressRules rules;
    private final CloseableHttpClient client;
    private final InstantSource clock;

    @Autowired
    Receivers(WebhookProperties settings, InstantSource clock) {
        this(settings, SystemDefaultDnsResolver.INSTANCE, DefaultClientTlsStrategy.createDefault(), clock);
    }

    Receivers(WebhookProperties settings, DnsResolver resolver, TlsSocketStrategy tls, InstantSource clock) {
        DnsResolver names = new PublicAddresses(resolver, settings.allowPrivate());
        Set<String> schemes = settings.allowPrivate() ? Set.of("https", "http") : Set.of("https");
        this.settings = settings;
        this.rules = new AddressRules(settings.allowPrivate(), schemes, "https://example.org/isograd", names);
        this.client = EgressClient.create(
                names, tls, Timeout.ofMilliseconds(settings.timeLimit().toMillis()));
        this.clock = clock;
    }

    /** Returns what is wrong with an address that a user names. */
    Optional<String> problem(String url) {
        Optional<URI> address = address(url);
        if (address.isEmpty()) {
            return Optional.of("must be an https address such as https://example.org/isograd");
        }
        Optional<String> problem = rules.problem(address.get());
        return problem.isEmpty() && rules.isPrivate(address.get().getHost())
                ? Optional.of("must lead to a public address")
                : problem;
    }

    private static Optional<URI> address(String url) {
        try {
            return Optional.of(URI.create(url));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    /**
     * Sends a message and waits for the answer, at most as long as the settings allow.
     *
     * @param id of the message, the same for each attempt
     */
    Answer send(Webhook webhook, String id, String body) {
        long start = System.nanoTime();
        Optional<String> changed = rules.problem(URI.create(webhook.url()));
        if (changed.isPresent()) {
            return new Answer(null, 0, null, "The address " + changed.get() + ".");
        }
        HttpPost request = request(webhook, id, body);
        try {
            return inTime(request, () -> answer(start, client.executeOpen(null, request, null)));
        } catch (TimeoutException slow) {
            return failed(
                    start,
                    "There was no complete answer within %d s."
                            .formatted(settings.timeLimit().toSeconds()));
        } catch (IOException broken) {
            return failed(start, sentence(broken));
        }
    }

    private HttpPost request(Webhook webhook, String id, String body) {
        Instant now = clock.instant();
        HttpPost request = new HttpPost(URI.create(webhook.url()));
        Map.of(
                        "Content-Type", webhook.format().contentType(),
                        "webhook-id", id,
                        "webhook-timestamp", Long.toString(now.getEpochSecond()),
                        "webhook-signature", webhook.signatures(id, now, body))
                .forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), null));
        return request;
    }

    /** The client's own limits apply to each read; a receiver that sends a byte now and then would never reach them. */
    private Answer inTime(HttpPost request, Callable<Answer> call) throws IOException, TimeoutException {
        FutureTask<Answer> task = new FutureTask<>(call);
        Thread.ofVirtual().name("webhook").start(task);
        try {
            return task.get(settings.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("the service is stopping", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IllegalStateException(failed.getCause());
        } finally {
            // Closes the connection unless the answer was read to its end, in which case it can be used again.
            request.cancel();
        }
    }

    private Answer answer(long start, ClassicHttpResponse response) throws IOException {
        String text = response.getEntity() == null
                ? ""
                : beginning(response.getEntity().getContent());
        int status = response.getCode();
        return new Answer(
                status,
                millisSince(start),
                // An operator who allows private addresses has not thereby allowed to read what answers there.
                settings.allowPrivate() ? null : text,
                problem(status));
    }

    private static @Nullable String problem(int status) {
        if (status >= 200 && status < FIRST_NOT_OK) {
            return null;
        }
        return status >= FIRST_NOT_OK && status < FIRST_CLIENT_ERROR
                ? "The receiver answered %d; redirects are not followed.".formatted(status)
                : "The receiver answered %d.".formatted(status);
    }

    private static String beginning(InputStream content) throws IOException {
        String text = new String(content.readNBytes(MOST_ANSWER_BYTES), StandardCharsets.UTF_8);
        return StorableText.of(text, MOST_ANSWER_BYTES);
    }

    private static Answer failed(long start, String problem) {
        return new Answer(null, millisSince(start), null, problem);
    }

    private static int millisSince(long start) {
        return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    /** Names no address, because a name may lead to several. */
    private static String sentence(IOException failure) {
        return switch (failure) {
            case PublicAddresses.PrivateAddress inside -> "The address does not lead to the public Internet.";
            case UnknownHostException unknown -> "The name of the host is unknown.";
            case SSLException tls -> "The connection is not secure: " + tls.getMessage();
            case SocketTimeoutException slow -> "The receiver did not answer in time.";
            case ConnectException refused -> "The receiver accepts no connections.";
            default -> "The connection broke: " + failure.getMessage();
        };
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
