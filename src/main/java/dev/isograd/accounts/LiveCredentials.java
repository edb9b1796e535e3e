package dev.isograd.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.function.BooleanSupplier;
import org.springframework.session.SessionRepository;
import org.springframework.stereotype.Component;

/** For requests that last: tells at any later time whether the key or the session they came with still counts. */
@Component
public class LiveCredentials {

    private final ApiKeyService keys;
    private final SessionRepository<?> sessions;

    LiveCredentials(ApiKeyService keys, SessionRepository<?> sessions) {
        this.keys = keys;
        this.sessions = sessions;
    }

    /** Asks the database each time. */
    public BooleanSupplier of(HttpServletRequest request) {
        String bearer = CredentialsFilter.bearer(request);
        if (bearer != null) {
            return () -> keys.authenticate(bearer).isPresent();
        }
        HttpSession session = request.getSession(false);
        String id = session == null ? "" : session.getId();
        return () -> sessions.findById(id) != null;
    }
}
