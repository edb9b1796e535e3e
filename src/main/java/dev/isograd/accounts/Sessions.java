package dev.isograd.accounts;

import dev.isograd.http.StorableText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.stereotype.Component;

/**
 * Stores who signed in, in a browser session, and returns what that allows now.
 *
 * <p>The account, the project and the key are stored as text, so that sessions survive upgrades and only text is
 * deserialized.
 */
@Component
public class Sessions {

    private static final String ACCOUNT = "isograd.account";
    private static final String PROJECT = "isograd.project";
    private static final String KEY = "isograd.key";

    private static final String LIFETIME = "isograd.lifetime";

    // Instead of a key. Without either, a session is older than this attribute, and its key is unknown.
    private static final String LINK = "link";

    private final Grants grants;
    private final JdbcClient jdbc;
    private final AccountProperties settings;
    private final InstantSource clock;

    Sessions(Grants grants, JdbcClient jdbc, AccountProperties settings, InstantSource clock) {
        this.grants = grants;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Starts a session with a new id, so that an id from before the sign-in cannot be used after it. */
    public void begin(HttpServletRequest request, Caller caller) {
        begin(request, caller, settings.sessionLifetime());
    }

    /** Starts a session that ends earlier than others. */
    public void begin(HttpServletRequest request, Caller caller, Duration lifetime) {
        end(request);
        HttpSession session = request.getSession(true);
        session.setAttribute(ACCOUNT, caller.account());
        session.setAttribute(PROJECT, caller.project());
        session.setAttribute(KEY, caller.key() == null ? LINK : caller.key());
        session.setAttribute(LIFETIME, lifetime.toString());
        session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, caller.account());
    }

    /**
     * Lets a session act in another project of its account.
     *
     * @throws AccountProblem if the session acts in the project of its key, or the account is no member
     */
    public void enter(HttpServletRequest request, Caller caller, String project) {
        HttpSession session = request.getSession(false);
        if (session == null || !caller.isSession() || caller.key() != null) {
            throw AccountProblem.projectOfKey();
        }
        if (!StorableText.isStorable(project)
                || grants.ofSession(caller.account(), project, null).isEmpty()) {
            throw AccountProblem.noSuchProject();
        }
        session.setAttribute(PROJECT, project);
    }

    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** Ends all sessions of an account. */
    public void endAll(String account) {
        jdbc.sql("delete from spring_session where principal_name = :account")
                .param("account", account)
                .update();
    }

    /** Returns whom the request's session signs in; a session that allows nothing any more ends. */
    Optional<Caller> caller(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return Optional.empty();
        }
        Optional<Caller> caller = caller(session::getAttribute, Instant.ofEpochMilli(session.getCreationTime()));
        if (caller.isEmpty()) {
            session.invalidate();
        }
        return caller;
    }

    boolean isLive(Session session) {
        return caller(session::getAttribute, session.getCreationTime()).isPresent();
    }

    private Optional<Caller> caller(Function<String, @Nullable Object> attributes, Instant begunAt) {
        if (attributes.apply(ACCOUNT) instanceof String account
                && attributes.apply(PROJECT) instanceof String project
                && attributes.apply(KEY) instanceof String key
                && clock.instant().isBefore(begunAt.plus(lifetime(attributes)))) {
            return grants.ofSession(account, project, key.equals(LINK) ? null : key);
        }
        return Optional.empty();
    }

    /** The setting counts for older sessions too, and for sessions of versions that did not store a lifetime. */
    private Duration lifetime(Function<String, @Nullable Object> attributes) {
        Duration longest = settings.sessionLifetime();
        if (attributes.apply(LIFETIME) instanceof String text) {
            Duration own = Duration.parse(text);
            return own.compareTo(longest) < 0 ? own : longest;
        }
        return longest;
    }
}
