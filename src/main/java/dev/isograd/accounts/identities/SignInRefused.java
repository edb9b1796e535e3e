package dev.isograd.accounts.identities;

import dev.isograd.http.RequestProblem;
import org.springframework.http.HttpStatus;

/** Thrown when somebody is who they say, and has no access. */
public final class SignInRefused extends RequestProblem {

    private static final long serialVersionUID = 1L;

    private final String code;

    private SignInRefused(String code, String detail) {
        super(HttpStatus.FORBIDDEN, code, detail);
        this.code = code;
    }

    static SignInRefused inactive() {
        return new SignInRefused("account_inactive", "The account is not active. Ask an administrator.");
    }

    static SignInRefused noProject() {
        return new SignInRefused(
                "no_project", "No group of this person has a role in a project. Ask an administrator.");
    }

    static SignInRefused projectGone(String project) {
        return new SignInRefused(
                "project_not_found",
                "The settings trust this token for the project %s, which does not exist.".formatted(project));
    }

    static SignInRefused unusable() {
        return new SignInRefused("identity_unusable", "The identity provider sent no usable issuer and subject.");
    }

    /** Returns the code of the problem. */
    public String code() {
        return code;
    }
}
