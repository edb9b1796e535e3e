package dev.isograd.learning.spec;

import java.util.Arrays;

/** Thrown by a spec record's constructor when fields that are right one by one do not go together. */
final class InvalidField extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    /** @param pointer JSON Pointer relative to the record, such as {@code /depth} */
    InvalidField(String pointer, String detail) {
        super(detail);
        this.pointer = pointer;
    }

    static void requireOneOf(String pointer, int given, Integer... allowed) {
        if (!Arrays.asList(allowed).contains(given)) {
            throw new InvalidField(pointer, "must be one of %s; got %d".formatted(Arrays.toString(allowed), given));
        }
    }

    String pointer() {
        return pointer;
    }
}
