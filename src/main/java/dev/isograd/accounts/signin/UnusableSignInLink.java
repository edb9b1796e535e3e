package dev.isograd.accounts.signin;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Thrown when the token of a sign-in link is unknown, was used already, or is too old. */
final class UnusableSignInLink extends RequestProblem {

    private static final long serialVersionUID = 1L;

    UnusableSignInLink() {
        super(
                HttpStatus.UNAUTHORIZED,
                "sign_in_link_unusable",
                "This sign-in link was used already or is older than %d minutes. Restart Isograd for another link, or sign in with an API key."
                        .formatted(SignIn.VALID_FOR.toMinutes()));
        getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"isograd\"");
    }
}
