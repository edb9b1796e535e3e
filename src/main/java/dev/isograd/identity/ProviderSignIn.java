package dev.isograd.identity;

import dev.isograd.accounts.Caller;
import dev.isograd.accounts.Sessions;
import dev.isograd.accounts.identities.ExternalAccounts;
import dev.isograd.accounts.identities.SignInRefused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Begins a session for somebody whom the identity provider has signed in. */
@Component
@Conditional(OnIdentityProvider.class)
class ProviderSignIn implements AuthenticationSuccessHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderSignIn.class);

    private final OidcProperties settings;
    private final ExternalAccounts accounts;
    private final Sessions sessions;
    private final BegunSignIns begun;

    ProviderSignIn(OidcProperties settings, ExternalAccounts accounts, Sessions sessions, BegunSignIns begun) {
        this.settings = settings;
        this.accounts = accounts;
        this.sessions = sessions;
        this.begun = begun;
    }

    @Override
    public void onAuthenticationSuccess(
            HttpServletRequest request, HttpServletResponse response, Authentication authentication) {
        SecurityContextHolder.clearContext();
        SignInAddresses.lead(
                response, begin(request, (OidcUser) Objects.requireNonNull(authentication.getPrincipal())));
    }

    /** Returns the page to show. */
    private String begin(HttpServletRequest request, OidcUser user) {
        Person person = new Person(user.getClaims());
        try {
            Caller caller = accounts.signIn(
                    person.identity(settings.issuer(), Objects.requireNonNull(user.getSubject())),
                    person.roles(settings),
                    settings.ownProject());
            sessions.begin(request, caller, settings.sessionLifetime());
            return begun.page(request);
        } catch (SignInRefused refused) {
            LOG.info("Refused {} of {}: {}", user.getSubject(), settings.issuer(), refused.code());
            return SignInAddresses.problem(refused.code());
        } catch (DataAccessException | TransactionException away) {
            LOG.error("The sign-in of {} failed; the browser shows why", user.getSubject(), away);
            return SignInAddresses.problem("unavailable");
        }
    }
}
