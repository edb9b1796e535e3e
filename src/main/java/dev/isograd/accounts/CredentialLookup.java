package dev.isograd.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/** Checks during long requests whether their API key or session is still valid. */
@Component
public class CredentialLookup {

    private final Grants grants;
    private final SessionRepository<?> stored;
    private final Sessions sessions;

    CredentialLookup(Grants grants, SessionRepository<?> stored, Sessions sessions) {
        this.grants = grants;
        this.stored = stored;
        this.sessions = sessions;
    }

    /**
     * The credential of a request.
     *
     * @param id public id of an API key, or id of a session
     */
    public record Credential(Caller.Means means, String id) {}

    /** Returns the credential of an authenticated request. */
    public Credential of(HttpServletRequest request) {
        String bearer = CredentialsFilter.bearer(request);
        if (bearer != null) {
            return new Credential(
                    Caller.Means.KEY,
                    KeyText.parse(bearer).map(KeyText::publicId).orElse(""));
        }
        HttpSession session = request.getSession(false);
        return new Credential(Caller.Means.SESSION, session == null ? "" : session.getId());
    }

    /** Returns whether the credential is still valid; every call queries the database. */
    public boolean counts(Credential credential) {
        return switch (credential.means()) {
            case KEY -> grants.ofKey(credential.id()).isPresent();
            case SESSION -> {
                Session session = stored.findById(credential.id());
                yield session != null && sessions.isLive(session);
            }
        };
    }
}
