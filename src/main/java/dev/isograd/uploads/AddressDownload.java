package dev.isograd.uploads;

import dev.isograd.egress.EgressClient;
import dev.isograd.egress.PublicAddresses;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Downloads a file from an https address of the public Internet. */
@Component
class AddressDownload {

    private static final Timeout PATIENCE = Timeout.ofSeconds(10);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 5;
    private static final int MOST_TRIES = 3;
    private static final int OK = 200;
    private static final int FIRST_SERVER_ERROR = 500;

    private final ImportSourceProperties settings;
    private final DnsResolver names;
    private final SourceAddresses addresses;
    private final TlsSocketStrategy tls;

    @Autowired
    AddressDownload(ImportSourceProperties settings) {
        this(settings, SystemDefaultDnsResolver.INSTANCE, DefaultClientTlsStrategy.createDefault());
    }

    AddressDownload(ImportSourceProperties settings, DnsResolver resolver, TlsSocketStrategy tls) {
        this.settings = settings;
        this.names = new PublicAddresses(resolver, settings.allowPrivate());
        this.addresses = new SourceAddresses(settings, names);
        this.tls = tls;
    }

    /** @throws SourceProblem if the address is not allowed */
    void check(URI address) {
        addresses.check(address);
    }

    LocalSource fetch(URI address, Path folder, BooleanSupplier shouldStop) {
        if (!settings.addresses()) {
            throw new SourceUnusable("This worker does not import from addresses (isograd.imports.addresses).");
        }
        Duty duty = new Duty(
                folder, shouldStop, System.nanoTime() + settings.addressTime().toNanos());
        try (CloseableHttpClient client = EgressClient.create(names, tls, PATIENCE)) {
            for (int tries = 1; ; tries++) {
                try {
                    return download(client, address, duty);
                } catch (PublicAddresses.PrivateAddress inside) {
                    throw new SourceUnusable("The download of %s failed: %s.".formatted(address, inside.getMessage()));
                } catch (UnknownHostException unknown) {
                    throw new SourceUnusable("The download of %s failed: its host name is unknown.".formatted(address));
                } catch (IOException broken) {
                    if (tries == MOST_TRIES) {
                        throw new SourceUnusable("The download of %s failed %d times, the last time because: %s."
                                .formatted(address, tries, sentence(broken)));
                    }
                }
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("Closing the client failed", impossible);
        }
    }

    /** What a download writes, and when it ends early. */
    private record Duty(Path folder, BooleanSupplier shouldStop, long deadline) {}

    private static String sentence(IOException failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private LocalSource download(CloseableHttpClient client, URI address, Duty duty) throws IOException {
        URI next = address;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            URI current = next;
            Optional<String> problem = addresses.problem(current);
            if (problem.isPresent()) {
                throw new SourceUnusable(
                        "The address %s leads to %s, which %s.".formatted(address, current, problem.get()));
            }
            HttpGet request = new HttpGet(current);
            Answer answer = client.execute(request, response -> {
                try {
                    return answer(current, response, duty);
                } catch (RuntimeException ended) {
                    // Otherwise the client would read the rest of the body to use the connection again.
                    request.cancel();
                    throw ended;
                }
            });
            if (answer.file() != null) {
                return new LocalSource(
                        answer.file(), fileName(address), answer.file().toFile().length());
            }
            next = answer.redirect();
        }
        throw new SourceUnusable("The address %s redirects more than %d times.".formatted(address, MOST_REDIRECTS));
    }

    /** Either a file or another address. */
    private record Answer(@Nullable Path file, URI redirect) {}

    private Answer answer(URI address, ClassicHttpResponse response, Duty duty) throws IOException {
        if (REDIRECTS.contains(response.getCode())) {
            return new Answer(null, redirect(address, response.getFirstHeader("Location")));
        }
        HttpEntity entity = response.getEntity();
        if (response.getCode() >= FIRST_SERVER_ERROR) {
            throw new IOException("the server answered %d".formatted(response.getCode()));
        }
        if (response.getCode() != OK || entity == null) {
            throw new SourceUnusable("The server of %s answered %d.".formatted(address, response.getCode()));
        }
        checkSize(address, entity.getContentLength());
        Path file = ScratchFile.write(
                entity.getContent(), duty.folder(), bytes -> check(address, bytes, duty), duty.shouldStop());
        if (entity.getContentLength() >= 0 && file.toFile().length() != entity.getContentLength()) {
            throw new IOException("the connection ended early");
        }
        return new Answer(file, address);
    }

    private static URI redirect(URI address, @Nullable Header location) {
        try {
            return address.resolve(new URI(location == null ? "" : location.getValue()));
        } catch (URISyntaxException malformed) {
            throw new SourceUnusable("The server of %s redirects to a malformed address.".formatted(address));
        }
    }

    private void check(URI address, long bytes, Duty duty) {
        checkSize(address, bytes);
        if (System.nanoTime() - duty.deadline() > 0) {
            Duration limit = settings.addressTime();
            throw new SourceUnusable("The download of %s took longer than %d minutes (isograd.imports.address-time)."
                    .formatted(address, limit.toMinutes()));
        }
    }

    private void checkSize(URI address, long bytes) {
        if (bytes > settings.addressBytes().toBytes()) {
            throw new SourceUnusable("The file at %s is larger than %d bytes (isograd.imports.address-bytes)."
                    .formatted(address, settings.addressBytes().toBytes()));
        }
    }

    private static String fileName(URI address) {
        String path = address.getPath() == null ? "" : address.getPath();
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.isEmpty() ? address.getHost() : name;
    }
}
