package dev.isograd.access;

import java.util.Locale;
import org.springframework.security.core.GrantedAuthority;

/** What a caller may do. The first three apply to the caller's project, and each includes the ones before it. */
public enum Right implements GrantedAuthority {
    /** Reads everything in the project. */
    READ,
    /** Submits and controls jobs. */
    SUBMIT,
    /** Manages the keys, members and quotas of the project. */
    ADMIN,
    /** Manages the accounts and projects of the whole service. */
    ADMINISTER;

    /** Returns the name that users see, such as {@code read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String getAuthority() {
        return name();
    }
}
