package dev.isograd.accounts;

/**
 * Who makes a request, and the project the request is about.
 *
 * @param account id of the account
 * @param project id of the project; everything else is invisible to the caller
 * @param means how the caller proved who they are
 */
public record Caller(String account, String project, Means means) {

    /** How a caller proves who they are. */
    public enum Means {
        SESSION,
        KEY
    }
}
