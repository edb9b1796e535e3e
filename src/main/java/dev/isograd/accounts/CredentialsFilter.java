package dev.isograd.accounts;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Authenticates requests by bearer key or by browser session. */
final class CredentialsFilter extends OncePerRequestFilter {

    private static final String BEARER = "bearer ";

    private final ApiKeyService keys;
    private final HandlerExceptionResolver problems;

    CredentialsFilter(ApiKeyService keys, HandlerExceptionResolver problems) {
        this.keys = keys;
        this.problems = problems;
    }

    static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String bearer = bearer(request);
        Optional<Caller> browser;
        Optional<Caller> caller;
        try {
            browser = Sessions.caller(request);
            caller = bearer == null ? browser : keys.authenticate(bearer);
        } catch (DataAccessException | TransactionException noDatabase) {
            problems.resolveException(request, response, null, noDatabase);
            return;
        }
        if (bearer != null && (browser.isPresent() || caller.isEmpty())) {
            problems.resolveException(
                    request,
                    response,
                    null,
                    browser.isPresent()
                            ? new ConflictingCredentials()
                            : new BadCredentialsException("Not an active API key"));
            return;
        }
        caller.ifPresent(CredentialsFilter::accept);
        chain.doFilter(request, response);
    }

    private static void accept(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(caller, "", List.of()));
        SecurityContextHolder.setContext(context);
    }
}
