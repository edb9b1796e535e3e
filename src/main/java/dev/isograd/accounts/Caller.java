package dev.isograd.accounts;

/**
 * The account that makes a request and the project that the request applies to.
 *
 * @param account id of the account
 * @param project id of the project; other projects are invisible to the caller
 * @param means how the caller was authenticated
 */
public record Caller(String account, String project, Means means) {

    /** The way in which a caller is authenticated. */
    public enum Means {
        SESSION,
        KEY
    }
}
