package dev.isograd.egress;

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

/**
 * Decides which addresses of users this service may connect to.
 *
 * @param allowPrivate whether an address may have any port, because it may lead into a private network
 * @param schemes the schemes that are allowed
 * @param example an address of the right form, for messages
 * @param names resolves only names that are allowed
 */
public record AddressRules(boolean allowPrivate, Set<String> schemes, String example, DnsResolver names) {

    public static final int LONGEST = 2_000;

    private static final Set<Integer> PORTS = Set.of(-1, 443, 8443);

    /** Numbers that some programs read as an address, such as 2130706433 and 0x7f.1. */
    private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");

    private static final Pattern FOUR_NUMBERS = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    private static final int RESOLVING_SECONDS = 2;

    public AddressRules {
        schemes = Set.copyOf(schemes);
    }

    /** Returns what is wrong with an address, whatever its name leads to. */
    public Optional<String> problem(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!schemes.contains(scheme)
                || address.getHost() == null
                || address.toString().length() > LONGEST) {
            return Optional.of("must be an https address such as " + example);
        }
        if (ENDS_IN_NUMBER.matcher(address.getHost()).matches()
                && !FOUR_NUMBERS.matcher(address.getHost()).matches()) {
            return Optional.of("must have the name of a host, or an address in its usual form");
        }
        if (address.getRawUserInfo() != null) {
            return Optional.of("must not contain a user name or password");
        }
        if (!allowPrivate && !PORTS.contains(address.getPort())) {
            return Optional.of("must have the port 443 or 8443");
        }
        return Optional.empty();
    }

    /** Whether a name leads inside. Waits only a moment: the client checks again what it connects to. */
    public boolean isPrivate(String host) {
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
