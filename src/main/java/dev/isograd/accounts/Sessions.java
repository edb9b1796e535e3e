package dev.isograd.accounts;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/**
 * Keeps in a browser session who it belongs to.
 *
 * <p>Two plain strings and not an object of ours, so that sessions outlive upgrades and nothing but text is deserialized.
 */
final class Sessions {

    private static final String ACCOUNT = "isograd.account";
    private static final String PROJECT = "isograd.project";

    private Sessions() {}

    /** Under a new session id, so that an id known before the sign-in is worth nothing after it. */
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
