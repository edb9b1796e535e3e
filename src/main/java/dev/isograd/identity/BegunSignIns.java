package dev.isograd.identity;

import dev.isograd.accounts.SignedLinks;
import dev.isograd.http.RequestProblem;
import dev.isograd.limits.RateLimits;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Conditional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.stereotype.Component;

/**
 * Keeps what a sign-in began with in a signed cookie of the browser until the provider sends it back.
 *
 * <p>A cookie needs neither a row nor a session for everybody who opens the address, and any process can read it.
 */
@Component
@Conditional(OnIdentityProvider.class)
class BegunSignIns implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {

    static final Duration VALID_FOR = Duration.ofMinutes(10);

    private static final String NAME = "ISOGRAD_SIGN_IN";

    /** Separates these signatures from those of links, which sign paths. */
    private static final String PURPOSE = "sign-in:";

    private final SignedLinks signatures;
    private final Registration registration;
    private final RateLimits limits;

    BegunSignIns(SignedLinks signatures, Registration registration, RateLimits limits) {
        this.signatures = signatures;
        this.registration = registration;
        this.limits = limits;
    }

    /** What the cookie contains. */
    private record Begun(String state, String nonce, String verifier, String page) {

        private static final int PARTS = 4;

        String text() {
            return String.join(".", encoded(state), encoded(nonce), encoded(verifier), encoded(page));
        }

        static Begun of(String text) {
            String[] parts = text.split("\\.", PARTS);
            return new Begun(decoded(parts[0]), decoded(parts[1]), decoded(parts[2]), decoded(parts[3]));
        }

        private static String encoded(String text) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        private static String decoded(String text) {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        }
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return begun(request).map(this::authorizationRequest).orElse(null);
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest began, HttpServletRequest request, HttpServletResponse response) {
        if (began == null) {
            write(request, response, "", Duration.ZERO);
            return;
        }
        checkFailures(request);
        String text = new Begun(
                        Objects.requireNonNull(began.getState()),
                        attribute(began, OidcParameterNames.NONCE),
                        attribute(began, PkceParameterNames.CODE_VERIFIER),
                        SignInAddresses.local(request.getParameter(SignInAddresses.RETURN)))
                .text();
        String signed = signatures.sign(PURPOSE + text, VALID_FOR).address().substring(PURPOSE.length());
        write(request, response, signed, VALID_FOR);
    }

    private static String attribute(OAuth2AuthorizationRequest began, String name) {
        return Objects.requireNonNull(began.<String>getAttribute(name));
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        Optional<Begun> begun = begun(request);
        write(request, response, "", Duration.ZERO);
        checkFailures(request);
        return begun.filter(it -> it.state().equals(request.getParameter(OAuth2ParameterNames.STATE)))
                .map(this::authorizationRequest)
                .orElse(null);
    }

    /** Each answer with a code makes the service call the provider. */
    private void checkFailures(HttpServletRequest request) {
        try {
            limits.checkFailures(request);
        } catch (RequestProblem tooMany) {
            throw new OAuth2AuthenticationException(new OAuth2Error("too_many_failures"), tooMany);
        }
    }

    /** Returns the page to open after the sign-in. */
    String page(HttpServletRequest request) {
        return SignInAddresses.local(begun(request).map(Begun::page).orElse(null));
    }

    private OAuth2AuthorizationRequest authorizationRequest(Begun begun) {
        ClientRegistration client = registration.findByRegistrationId(Registration.ID);
        return OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri(
                        Objects.requireNonNull(client.getProviderDetails().getAuthorizationUri()))
                .clientId(client.getClientId())
                .redirectUri(registration.callback())
                .scopes(client.getScopes())
                .state(begun.state())
                .attributes(Map.of(
                        OAuth2ParameterNames.REGISTRATION_ID,
                        Registration.ID,
                        OidcParameterNames.NONCE,
                        begun.nonce(),
                        PkceParameterNames.CODE_VERIFIER,
                        begun.verifier()))
                .build();
    }

    private Optional<Begun> begun(HttpServletRequest request) {
        Cookie[] cookies = Objects.requireNonNullElse(request.getCookies(), new Cookie[0]);
        return Arrays.stream(cookies)
                .filter(cookie -> cookie.getName().equals(name(request)))
                .findFirst()
                .flatMap(cookie -> read(cookie.getValue()));
    }

    /** A cookie that is too old, or that this service has not signed, counts as none. */
    private Optional<Begun> read(String value) {
        String[] parts = value.split("[?]expires=|&signature=", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            signatures.check(PURPOSE + parts[0], parts[1], parts[2]);
            return Optional.of(Begun.of(parts[0]));
        } catch (RequestProblem unusable) {
            return Optional.empty();
        }
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, String value, Duration age) {
        ResponseCookie cookie = ResponseCookie.from(name(request), value)
                .path("/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .maxAge(age)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    private static String name(HttpServletRequest request) {
        return request.isSecure() ? "__Host-" + NAME : NAME;
    }
}
