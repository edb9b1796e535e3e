package dev.isograd.storage;

import java.util.Set;

/** The files that rows of the database refer to; each package that stores files implements it. */
public interface KnownFiles {

    /** Returns the keys of files that must be in the store. */
    Set<String> files();

    /** Returns folders, such as {@code projects/p/jobs/j/}, whose other files belong to something that exists. */
    Set<String> folders();
}
