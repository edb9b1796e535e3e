package dev.isograd.uploads;

import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An upload, with the parts that have arrived. */
record UploadResponse(
        @Schema(examples = "upl_01k0z6x9f0m1a2b3c4d5e6f7g8") String id,

        String filename,

        @Schema(description = "Size of the file in bytes.") long size,

        @Schema(description = "The digest that was given.") @Nullable
        String sha256,

        @Schema(examples = {"OPEN", "COMPLETE"}) String state,

        @Schema(description = "Size of every part but the last.")
        long partSize,

        @Schema(description = "Number of parts, which count from 1.")
        int parts,

        @Schema(description = "Parts that are there, in order.")
        List<Integer> received,

        @Schema(
                description =
                        "Addresses for missing parts, at most 100, where clients can reach the store. The store takes such a"
                                + " part with PUT and without an API key; every part may also be sent to the API. Empty otherwise.")
        List<PartUrl> partUrls,

        Instant createdAt,

        @Schema(description = "When the upload is deleted unless a part arrives or an import uses it.")
        Instant expiresAt) {

    /** The address in the store for one part. */
    record PartUrl(
            int part,
            URI url,

            @Schema(description = "Headers to send with the part.")
            Map<String, String> headers) {}
}
