package dev.isograd.datasets;

/**
 * A prepared data set whose files are in the artifact store.
 *
 * @param digest SHA-256 of its manifest
 */
public record StoredDataset(String digest, Manifest manifest) {

    /** Size of all data files. */
    public long bytes() {
        return manifest.bytes();
    }
}
