package dev.isograd.web;

import dev.isograd.IsogradApplication;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Adds the version of the server to every answer of the API, so that clients notice that theirs is another. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class ServerVersion extends OncePerRequestFilter {

    static final String HEADER = "Isograd-Version";

    /** The jar's version; {@code development} if the service does not run from its jar. */
    static final String NUMBER =
            Objects.requireNonNullElse(IsogradApplication.class.getPackage().getImplementationVersion(), "development");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getRequestURI().startsWith("/api/")) {
            response.setHeader(HEADER, NUMBER);
        }
        chain.doFilter(request, response);
    }
}
