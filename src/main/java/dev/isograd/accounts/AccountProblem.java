package dev.isograd.accounts;

import dev.isograd.access.Right;
import dev.isograd.http.RequestProblem;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** Thrown when a request about accounts, projects or rights is refused; each factory below is one reason. */
public final class AccountProblem extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private AccountProblem(HttpStatus status, String code, String detail) {
        super(status, code, detail);
    }

    static AccountProblem missingRight(Right... required) {
        String rights = required.length == 0
                ? "This operation is open to nobody."
                : Arrays.stream(required)
                        .map(AccountProblem::whoHas)
                        .collect(Collectors.joining(" or ", "This operation needs ", "."));
        return new AccountProblem(HttpStatus.FORBIDDEN, "missing_right", rights);
    }

    private static String whoHas(Right right) {
        return switch (right) {
            case READ -> "the role viewer in the project and a key with the scope read";
            case SUBMIT -> "the role member in the project and a key with the scope submit";
            case ADMIN -> "the role admin in the project and a key with the scope admin";
            case ADMINISTER -> "an administrator of the service and a key with the scope admin";
        };
    }

    public static AccountProblem noSuchAccount() {
        return new AccountProblem(HttpStatus.NOT_FOUND, "account_not_found", "There is no such account.");
    }

    public static AccountProblem noSuchProject() {
        return new AccountProblem(HttpStatus.NOT_FOUND, "project_not_found", "There is no such project.");
    }

    static AccountProblem projectOfKey() {
        return new AccountProblem(
                HttpStatus.CONFLICT,
                "project_of_key",
                "An API key, or a session that began with one, works only in the project of the key.");
    }

    public static AccountProblem noSuchMember() {
        return new AccountProblem(
                HttpStatus.NOT_FOUND, "member_not_found", "The project has no member with this account.");
    }

    public static AccountProblem projectExists() {
        return new AccountProblem(
                HttpStatus.CONFLICT, "project_exists", "The account already owns a project with this name.");
    }

    public static AccountProblem inactiveAccount() {
        return new AccountProblem(HttpStatus.CONFLICT, "account_inactive", "The account is not active.");
    }

    public static AccountProblem lastAdministrator() {
        return new AccountProblem(
                HttpStatus.CONFLICT,
                "last_administrator",
                "This is the last active administrator of the service; make another one first.");
    }

    public static AccountProblem lastAdmin() {
        return new AccountProblem(
                HttpStatus.CONFLICT, "last_admin", "This is the last admin of the project; make another one first.");
    }

    static AccountProblem quotaExceeded(long most, long used, long more) {
        return new AccountProblem(
                HttpStatus.CONFLICT,
                "quota_exceeded",
                ("The files of the project may take %d bytes and already take %d; there is no room for %d more."
                                + " Delete some, or ask an administrator for a larger quota.")
                        .formatted(most, used, more));
    }
}
