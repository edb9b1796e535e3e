package dev.isograd.learning.graph;

/** An array of a {@link Graph}: a parameter, or the output of an operation. */
public record Value(String name) {}
