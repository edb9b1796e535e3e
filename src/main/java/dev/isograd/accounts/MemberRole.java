package dev.isograd.accounts;

import dev.isograd.access.Right;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What an account may do in a project; each role includes the ones before it. */
public enum MemberRole {
    VIEWER(Right.READ),
    MEMBER(Right.SUBMIT),
    ADMIN(Right.ADMIN);

    private final Right highest;

    MemberRole(Right highest) {
        this.highest = highest;
    }

    /** Returns the name that users see, such as {@code viewer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Set<Right> rights() {
        return EnumSet.range(Right.READ, highest);
    }
}
