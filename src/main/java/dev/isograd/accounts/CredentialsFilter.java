package dev.isograd.accounts;

import dev.isograd.http.RequestProblem;
import dev.isograd.limits.RateLimits;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Authenticates requests by bearer key or by browser session, and limits the requests of each key. */
final class CredentialsFilter extends OncePerRequestFilter {

    private static final String BEARER = "bearer ";

    private final CredentialCheck credentials;
    private final Sessions sessions;
    private final RateLimits limits;
    private final HandlerExceptionResolver problems;

    CredentialsFilter(
            CredentialCheck credentials, Sessions sessions, RateLimits limits, HandlerExceptionResolver problems) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.limits = limits;
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
        try {
            caller(request).ifPresent(caller -> {
                limits.request(request, caller.getName());
                accept(caller);
            });
        } catch (DataAccessException | TransactionException | AuthenticationException | RequestProblem refusal) {
            problems.resolveException(request, response, null, refusal);
            return;
        }
        chain.doFilter(request, response);
    }

    private Optional<Caller> caller(HttpServletRequest request) {
        String bearer = bearer(request);
        Optional<Caller> browser = sessions.caller(request);
        if (bearer == null) {
            return browser;
        }
        if (browser.isPresent()) {
            throw new ConflictingCredentials();
        }
        return Optional.of(credentials.byKey(request, bearer));
    }

    private static void accept(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new PreAuthenticatedAuthenticationToken(caller, "", caller.rights()));
        SecurityContextHolder.setContext(context);
    }
}
