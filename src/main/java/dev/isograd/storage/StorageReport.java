package dev.isograd.storage;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a comparison of the database with the artifact store has found. */
record StorageReport(
        @Schema(description = "Files that rows of the database refer to.")
        long known,

        @Schema(description = "Files in the store.") long stored,

        @Schema(description = "Files that a row refers to and the store lacks.")
        Found missing,

        @Schema(description = "Files that no row refers to.")
        Found unreferenced) {

    /**
     * Files of one kind.
     *
     * @param first the keys of the first 100
     */
    @Schema(name = "FoundFiles")
    record Found(long count, List<String> first) {}
}
