package dev.isograd.imports.sources;

/** Thrown when the supervisor has requested the end of an import. */
public final class ImportStopped extends RuntimeException {

    private static final long serialVersionUID = 1L;
}
