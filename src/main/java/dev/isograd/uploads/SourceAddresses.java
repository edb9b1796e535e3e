package dev.isograd.uploads;

import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/** Decides which addresses a data set may come from. */
final class SourceAddresses {

    private static final Set<Integer> PORTS = Set.of(-1, 443, 8443);
    private static final int LONGEST = 2_000;

    /** Numbers that some programs read as an address, such as 2130706433 and 0x7f.1. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern FOUR_NUMBERS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final int RESOLVING_SECONDS = 2;

    private final ImportSourceProperties settings;
    private final DnsResolver names;

    /** @param names resolves only what is allowed */
    SourceAddresses(ImportSourceProperties settings, DnsResolver names) {
        this.settings = settings;
        this.names = names;
    }

    /** @throws SourceProblem if the address is not allowed */
    void check(URI address) {
        problem(address).ifPresent(problem -> {
            throw SourceProblem.url(problem);
        });
        if (!settings.addresses()) {
            throw SourceProblem.url(
                    "cannot be used: this service does not import from addresses; its operator can turn that on"
                            + " with isograd.imports.addresses");
        }
        if (isPrivate(address.getHost())) {
            throw SourceProblem.url("must lead to a public address");
        }
    }

    /** Returns what is wrong with an address, whatever its name leads to. */
    Optional<String> problem(URI address) {
        boolean isHttps = "https".equals(String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT));
        if (!isHttps || address.getHost() == null || address.toString().length() > LONGEST) {
            return Optional.of("must be an https address such as https://example.org/pets.zip");
        }
        if (ENDS_IN_NUMBER.matcher(address.getHost()).matches()
                && !FOUR_NUMBERS.matcher(address.getHost()).matches()) {
            return Optional.of("must have the name of a host, or an address in its usual form");
        }
        if (address.getRawUserInfo() != null) {
            return Optional.of("must not contain a user name or password");
        }
        if (!settings.allowPrivate() && !PORTS.contains(address.getPort())) {
            return Optional.of("must have the port 443 or 8443");
        }
        return Optional.empty();
    }

    /** Waits only a moment. The download checks again what it connects to. */
    private boolean isPrivate(String host) {
        FutureTask<@Nullable Boolean> resolving = new FutureTask<>(() -> {
            try {
                names.resolve(host);
                return false;
            } catch (PublicAddresses.PrivateAddress leadsInside) {
                return true;
            } catch (UnknownHostException unknown) {
                return false;
            }
        });
        Thread.ofVirtual().start(resolving);
        return Boolean.TRUE.equals(soon(resolving));
    }

    private static @Nullable Boolean soon(Future<@Nullable Boolean> result) {
        try {
            return result.get(RESOLVING_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            result.cancel(true);
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        }
    }
}
