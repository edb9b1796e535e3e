package dev.isograd.accounts;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.stereotype.Component;

/**
 * The session cookie, which has another name under TLS.
 *
 * <p>Browsers accept a name that starts with {@code __Host-} only over TLS, from this host, for all of its paths. Neither a
 * subdomain nor a connection without TLS can therefore replace the cookie.
 */
@Component
class SessionCookies implements CookieSerializer {

    private static final String TLS_PREFIX = "__Host-";

    private final String name;
    private final CookieSerializer plain;
    private final CookieSerializer secure;

    SessionCookies(@Value("${server.servlet.session.cookie.name}") String name) {
        this.name = name;
        this.plain = serializer(name, false);
        this.secure = serializer(TLS_PREFIX + name, true);
    }

    private static CookieSerializer serializer(String name, boolean isSecure) {
        DefaultCookieSerializer cookies = new DefaultCookieSerializer();
        cookies.setCookieName(name);
        cookies.setCookiePath("/");
        cookies.setUseHttpOnlyCookie(true);
        cookies.setSameSite("Lax");
        cookies.setUseSecureCookie(isSecure);
        return cookies;
    }

    @Override
    public void writeCookieValue(CookieValue value) {
        of(value.getRequest()).writeCookieValue(value);
    }

    @Override
    public List<String> readCookieValues(HttpServletRequest request) {
        return of(request).readCookieValues(request);
    }

    private CookieSerializer of(HttpServletRequest request) {
        return request.isSecure() ? secure : plain;
    }

    /** Returns whether the browser has sent a session cookie of either name. */
    boolean isSent(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name) || cookie.getName().equals(TLS_PREFIX + name)) {
                    return true;
                }
            }
        }
        return false;
    }
}
