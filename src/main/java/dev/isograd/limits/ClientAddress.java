package dev.isograd.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** The network address that a limit counts for. */
final class ClientAddress {

    private static final int NETWORK_BYTES = 8;
    private static final int LONGEST = 64;

    private ClientAddress() {}

    /** Behind a proxy, the request has the forwarded address only if the setting for forwarded headers is on. */
    static String of(HttpServletRequest request) {
        return network(String.valueOf(request.getRemoteAddr()));
    }

    /** Returns the network of an IPv6 address: one client usually has a whole /64. */
    static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES) + "/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException notAnAddress) {
            // A proxy may forward a name instead, such as "unknown".
            return address.substring(0, Math.min(address.length(), LONGEST));
        }
    }
}
