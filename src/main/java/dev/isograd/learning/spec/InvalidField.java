package dev.isograd.learning.spec;

/** Thrown by a spec record's constructor when fields that are right one by one do not go together. */
final class InvalidField extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    /** @param pointer JSON Pointer relative to the record, such as {@code /depth} */
    InvalidField(String pointer, String detail) {
        super(detail);
        this.pointer = pointer;
    }

    String pointer() {
        return pointer;
    }
}
