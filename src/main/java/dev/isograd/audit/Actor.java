package dev.isograd.audit;

import org.jspecify.annotations.Nullable;

/** Whoever makes a change. */
public interface Actor {

    /** The service itself, which follows the settings of a project. */
    Actor SERVICE = new Actor() {
        @Override
        public String account() {
            return AuditLog.SERVICE;
        }

        @Override
        public @Nullable String key() {
            return null;
        }

        @Override
        public boolean isSession() {
            return false;
        }
    };

    /** Returns the id of the account. */
    String account();

    /** Returns the id of the API key, also of the key with which a session began; null if it began with a link. */
    @Nullable
    String key();

    boolean isSession();
}
