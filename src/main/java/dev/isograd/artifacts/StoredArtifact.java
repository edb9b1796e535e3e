package dev.isograd.artifacts;

import java.time.Instant;

/** One artifact in a listing of the store. */
public record StoredArtifact(String key, long bytes, Instant lastModified) {}
