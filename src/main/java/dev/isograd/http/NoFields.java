package dev.isograd.http;

/** The body of a request that takes no fields. */
public record NoFields() {}
