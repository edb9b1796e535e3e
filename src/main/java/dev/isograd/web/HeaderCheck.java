package dev.isograd.web;

import dev.isograd.http.MalformedRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Refuses header values that are not visible ASCII text, before anything reads one.
 *
 * <p>Cookies may contain other bytes, because a browser also sends those that other services on the same host have set.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class HeaderCheck extends OncePerRequestFilter {

    private static final String API = "/api/";

    private final HandlerExceptionResolver problems;

    HeaderCheck(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> wrong = Collections.list(request.getHeaderNames()).stream()
                .filter(name -> !isReadable(name, request.getHeaders(name)))
                .findFirst();
        if (wrong.isPresent()) {
            MalformedRequest problem =
                    new MalformedRequest("The header %s is not visible ASCII text.".formatted(wrong.get()));
            problems.resolveException(request, response, null, problem);
            return;
        }
        chain.doFilter(request.getRequestURI().startsWith(API) ? request : new WholePage(request), response);
    }

    /** Pages are sent whole: a range counts uncompressed bytes, and pages are compressed. */
    private static final class WholePage extends HttpServletRequestWrapper {

        WholePage(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(HttpHeaders.RANGE) ? null : super.getHeader(name);
        }
    }

    private static boolean isReadable(String name, Enumeration<String> values) {
        boolean isCookie = name.equalsIgnoreCase(HttpHeaders.COOKIE);
        return Collections.list(values).stream()
                .flatMapToInt(String::chars)
                .allMatch(each -> each >= ' ' && each < 0x7F || each == '\t' || isCookie && each > 0x7F);
    }
}
