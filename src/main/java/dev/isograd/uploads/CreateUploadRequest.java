package dev.isograd.uploads;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The body of a request for a new upload. */
record CreateUploadRequest(
        @Schema(description = "What the user calls the file; its ending can tell the format.", examples = "pets.zip")
        @Name(max = 255)
        String filename,

        @Schema(description = "Number of bytes.") @Min(1) @NotNull
        Long size,

        @Schema(description = "SHA-256 of the file in hexadecimal, which `complete` compares.")
        @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in hexadecimal, 64 digits")
        @Nullable
        String sha256) {

    CreateUploadRequest {
        filename = Names.strip(Objects.requireNonNullElse(filename, ""));
        sha256 = sha256 == null ? null : sha256.strip().toLowerCase(Locale.ROOT);
    }
}
