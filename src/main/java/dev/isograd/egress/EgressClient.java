package dev.isograd.egress;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.Timeout;

/** Makes clients for addresses that users name. */
public final class EgressClient {

    private static final int CONNECTIONS = 64;

    private EgressClient() {}

    /**
     * Follows no redirect by itself, sends no credentials, keeps no cookies, and does not unpack what it receives.
     *
     * @param names resolves only names that are allowed; the client connects to the very addresses that it returns
     * @param patience longest wait for a connection and for the next bytes
     */
    public static CloseableHttpClient create(DnsResolver names, TlsSocketStrategy tls, Timeout patience) {
        return HttpClients.custom()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .setUserAgent("Isograd")
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(patience)
                        .setResponseTimeout(patience)
                        .build())
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(names)
                        .setTlsSocketStrategy(tls)
                        // A slow receiver must not keep requests to others on the same host waiting.
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultSocketConfig(
                                SocketConfig.custom().setSoTimeout(patience).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(patience)
                                .setSocketTimeout(patience)
                                .build())
                        .build())
                .build();
    }
}
