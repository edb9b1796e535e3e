package dev.isograd.identity;

import dev.isograd.limits.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.client.ResourceAccessException;

/** Shows the sign-in page with a sentence about what went wrong. Texts of the provider only go to the log. */
record FailedSignIn(RateLimits limits) implements AuthenticationFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FailedSignIn.class);

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) {
        String problem = problem(failure);
        if (problem.equals("provider_error")) {
            limits.countFailure(request);
        }
        LOG.warn("A sign-in at the identity provider failed ({}): {}", problem, failure.getMessage());
        SignInAddresses.lead(response, SignInAddresses.problem(problem));
    }

    private static String problem(AuthenticationException failure) {
        String code = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IdentityProviderUnavailable || cause instanceof ResourceAccessException) {
                return "provider_unavailable";
            }
            if (code.isEmpty() && cause instanceof OAuth2AuthenticationException known) {
                code = known.getError().getErrorCode();
            }
        }
        return sentence(code);
    }

    private static String sentence(String code) {
        return switch (code) {
            case "access_denied", "login_required", "interaction_required", "consent_required" -> "cancelled";
            case "authorization_request_not_found", "invalid_request" -> "expired";
            case "temporarily_unavailable", "server_error", "provider_unavailable" -> "provider_unavailable";
            case "no_public_url", "too_many_failures" -> code;
            default -> "provider_error";
        };
    }
}
