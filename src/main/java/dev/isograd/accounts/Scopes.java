package dev.isograd.accounts;

import dev.isograd.access.Right;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The scopes of an API key, which limit what its account's role allows; each scope includes the ones before it. */
record Scopes(Set<Right> given) {

    /** All scopes that a key can have. */
    static final Scopes ALL = new Scopes(EnumSet.range(Right.READ, Right.ADMIN));

    Scopes {
        given = Set.copyOf(given);
    }

    /** @throws IllegalArgumentException if one of them is no scope */
    static Scopes of(List<String> words) {
        Set<Right> given = EnumSet.noneOf(Right.class);
        for (String word : words) {
            given.add(ALL.given.stream()
                    .filter(right -> right.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(word)));
        }
        return new Scopes(given);
    }

    /** Reads what {@link #stored} wrote. */
    static Scopes read(String stored) {
        return of(Arrays.asList(stored.split(",")));
    }

    String stored() {
        return String.join(",", words());
    }

    List<String> words() {
        return new TreeSet<>(given).stream().map(Right::word).toList();
    }

    /** Returns the rights of a role as far as these scopes allow them. */
    Set<Right> limit(MemberRole role, boolean isAdministrator) {
        Right highest = given.stream().max(Right::compareTo).orElseThrow();
        Set<Right> rights = role.rights().stream()
                .filter(right -> right.compareTo(highest) <= 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Right.class)));
        if (isAdministrator && highest == Right.ADMIN) {
            rights.add(Right.ADMINISTER);
        }
        return rights;
    }
}
