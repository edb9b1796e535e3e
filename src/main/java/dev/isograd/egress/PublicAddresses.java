package dev.isograd.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.boot.http.client.InetAddressFilter;

/**
 * Resolves names to addresses of the public Internet only.
 *
 * <p>The client connects to the very addresses that this has seen. A name that leads elsewhere a moment later does not help
 * an attacker.
 */
public final class PublicAddresses implements DnsResolver {

    private static final InetAddressFilter PUBLIC = InetAddressFilter.externalAddresses();

    private final DnsResolver names;
    private final boolean allowPrivate;

    public PublicAddresses(DnsResolver names, boolean allowPrivate) {
        this.names = names;
        this.allowPrivate = allowPrivate;
    }

    /** Thrown when a name leads into a private network; the message names no address of it. */
    public static final class PrivateAddress extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        PrivateAddress(String host) {
            super("%s leads to an address that is not public".formatted(host));
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = names.resolve(host);
        for (InetAddress address : found) {
            if (!allowPrivate && !PUBLIC.matches(address)) {
                throw new PrivateAddress(host);
            }
        }
        return found;
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return names.resolveCanonicalHostname(host);
    }
}
