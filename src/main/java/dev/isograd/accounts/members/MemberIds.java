package dev.isograd.accounts.members;

import dev.isograd.accounts.AccountProblem;
import dev.isograd.http.StorableText;
import java.util.function.Supplier;

/** Checks ids in addresses before they reach the database. */
final class MemberIds {

    private MemberIds() {}

    /** Returns the id, or throws the problem if no id can look like this. */
    static String check(String id, Supplier<AccountProblem> problem) {
        if (!StorableText.isStorable(id)) {
            throw problem.get();
        }
        return id;
    }
}
