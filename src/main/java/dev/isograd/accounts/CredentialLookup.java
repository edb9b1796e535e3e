package dev.isograd.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/** For requests that last: tells at any later time whether the key or the session they came with still counts. */
@Component
public class CredentialLookup {

    private final ApiKeyService keys;
    private final SessionRepository<?> sessions;

    CredentialLookup(ApiKeyService keys, SessionRepository<?> sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    /**
     * What a request was allowed by.
     *
     * @param id public id of a key, or id of a session
     */
    public record Credential(Caller.Means means, String id) {}

    /** Of a request that was found to be allowed. */
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

    /** Asks the database each time. */
    public boolean counts(Credential credential) {
        return switch (credential.means()) {
            case KEY -> keys.isLive(credential.id());
            case SESSION -> sessions.findById(credential.id()) != null;
        };
    }
}
