package dev.isograd.learning.spec;

/**
 * One wrong field of a spec.
 *
 * @param pointer JSON Pointer (RFC 6901) to the field, relative to the spec
 * @param detail what is wrong and what would be right
 */
public record SpecProblem(String pointer, String detail) {}
