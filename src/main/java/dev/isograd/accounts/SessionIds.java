package dev.isograd.accounts;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.session.web.http.CookieHttpSessionIdResolver;
import org.springframework.session.web.http.CookieSerializer;

/** Reads the ids of sessions from cookies. A cookie that no sign-in has set counts as none and never reaches the database. */
@Configuration(proxyBeanMethods = false)
class SessionIds {

    @Bean
    CookieHttpSessionIdResolver sessionIdResolver(CookieSerializer cookies) {
        CookieHttpSessionIdResolver resolver = new CookieHttpSessionIdResolver();
        resolver.setCookieSerializer(new WellFormed(cookies));
        return resolver;
    }

    private record WellFormed(CookieSerializer cookies) implements CookieSerializer {

        private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

        @Override
        public void writeCookieValue(CookieValue value) {
            cookies.writeCookieValue(value);
        }

        @Override
        public List<String> readCookieValues(HttpServletRequest request) {
            return cookies.readCookieValues(request).stream()
                    .filter(id -> UUID.matcher(id).matches())
                    .toList();
        }
    }
}
