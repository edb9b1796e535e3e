package dev.isograd.access;

/**
 * Tells which project owns a resource, so that a caller without a right learns nothing about other projects.
 *
 * <p>If a right is missing, this check runs first: the id of another project's resource is answered with 404 and not with
 * 403, whatever rights the caller has.
 */
public interface Ownership {

    /** The start of the addresses of these resources, up to and including the variable that names one. */
    String pattern();

    /** Ends with a problem of status 404 if the project has no such resource */
    void check(String project, String id);
}
