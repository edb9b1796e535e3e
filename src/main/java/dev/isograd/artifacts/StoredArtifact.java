package dev.isograd.artifacts;

import java.time.Instant;

/** One entry of a store's listing. */
public record StoredArtifact(String key, long bytes, Instant lastModified) {}
