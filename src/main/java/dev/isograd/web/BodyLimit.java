package dev.isograd.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses request bodies that are too large, by their declared length or as soon as too many bytes arrive. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class BodyLimit extends OncePerRequestFilter {

    private final WebProperties properties;
    private final HandlerExceptionResolver problems;

    BodyLimit(WebProperties properties, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
        this.properties = properties;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > properties.largestBody()) {
            problems.resolveException(request, response, null, new BodyTooLarge(properties.largestBody()));
            return;
        }
        chain.doFilter(new Limited(request, properties), response);
    }

    private static final class Limited extends HttpServletRequestWrapper {

        private final WebProperties properties;
        private @Nullable LimitedBody body;

        Limited(HttpServletRequest request, WebProperties properties) {
            super(request);
            this.properties = properties;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            if (body == null) {
                body = new LimitedBody(super.getInputStream(), properties);
            }
            return body;
        }
    }
}
