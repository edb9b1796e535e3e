package dev.isograd.jobs;

/** Rows of which it is known that they are new; {@code save} would look for each first, as we give the ids ourselves. */
interface Inserts<T> {

    T insert(T row);
}
