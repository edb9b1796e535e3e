package dev.isograd.web;

import dev.isograd.http.BodyAllowance;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Refuses request bodies that are too large, by their declared length or as soon as too many bytes arrive. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class BodyLimit extends OncePerRequestFilter {

    private final BodyAllowance usual;
    private final Map<PathPattern, BodyAllowance> larger;
    private final HandlerExceptionResolver problems;

    BodyLimit(
            WebProperties properties,
            ObjectProvider<BodyAllowance> larger,
            @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.usual = new BodyAllowance("", "/**", properties.largestBody(), properties.longestBodyTime());
        this.larger = larger.stream()
                .collect(Collectors.toMap(it -> PathPatternParser.defaultInstance.parse(it.pattern()), it -> it));
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        BodyAllowance allowed = allowance(request);
        if (request.getContentLengthLong() > allowed.largest()) {
            problems.resolveException(request, response, null, new BodyTooLarge(allowed.largest()));
            return;
        }
        chain.doFilter(new Limited(request, allowed), response);
    }

    private BodyAllowance allowance(HttpServletRequest request) {
        PathContainer path = PathContainer.parsePath(request.getRequestURI());
        return larger.entrySet().stream()
                .filter(it -> it.getValue().method().equals(request.getMethod())
                        && it.getKey().matches(path))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(usual);
    }

    private static final class Limited extends HttpServletRequestWrapper {

        private final BodyAllowance allowed;
        private @Nullable LimitedBody body;

        Limited(HttpServletRequest request, BodyAllowance allowed) {
            super(request);
            this.allowed = allowed;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = new LimitedBody(super.getInputStream(), allowed);
            }
            return body;
        }
    }
}
