package dev.isograd.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/**
 * Stores the account and project of a caller in a browser session.
 *
 * <p>They are stored as two strings, so that sessions survive upgrades and only text is deserialized.
 */
final class Sessions {

    private static final String ACCOUNT = "isograd.account";
    private static final String PROJECT = "isograd.project";

    private Sessions() {}

    /** Starts a session with a new id, so that an id from before the sign-in cannot be used after it. */
    static void begin(HttpServletRequest request, Caller caller) {
        end(request);
        HttpSession session = request.getSession(true);
        session.setAttribute(ACCOUNT, caller.account());
        session.setAttribute(PROJECT, caller.project());
    }

    static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    static Optional<Caller> caller(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null
                && session.getAttribute(ACCOUNT) instanceof String account
                && session.getAttribute(PROJECT) instanceof String project) {
            return Optional.of(new Caller(account, project, Caller.Means.SESSION));
        }
        return Optional.empty();
    }
}
