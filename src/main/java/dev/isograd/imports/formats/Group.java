package dev.isograd.imports.formats;

/**
 * Pictures with the same split and the same class.
 *
 * @param label name of the class, or the folder that decides it
 */
public record Group(Split split, String label) {}
