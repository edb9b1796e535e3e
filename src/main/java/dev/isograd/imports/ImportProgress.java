package dev.isograd.imports;

/** Receives how far an import is. */
@FunctionalInterface
interface ImportProgress {

    /** @param expected number of pictures known so far */
    void report(long done, long expected);
}
