package dev.isograd.library;

import dev.isograd.http.Name;
import dev.isograd.http.Names;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an import; {@link ImportReader} checks what depends on other things than the field alone. */
record ImportRequest(
        @Schema(
                description =
                        "Name of the data set: 1 to 63 lowercase letters, digits, '.', '_' or '-'. A name that exists makes its next version.",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String name,

        @Schema(description = "By default, the name.") @Name(max = LONGEST_TITLE) @Nullable
        String title,

        @Schema(description = "License of the pictures, in a few words.")
        @Name(min = 0, max = LONGEST_LICENSE)
        @Nullable
        String license,

        @Schema(
                description =
                        "Where the files come from. Exactly one of `upload` (id of a complete upload), `url` (an https address) and `folder` (a folder that the operator allowed).",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        Map<String, String> source,

        @Schema(
                description = "Format of the files; `auto` recognizes it.",
                allowableValues = {"auto", "image-folder", "idx", "cifar", "npz", "parquet", "webdataset"},
                defaultValue = "auto")
        @Nullable
        String format,

        @Schema(description = "Height and width of the prepared pictures; by default, chosen from the data.") @Nullable
        List<Integer> size,

        @Schema(
                description = "How pictures of other proportions are fitted.",
                allowableValues = {"crop", "pad", "squash"})
        @Nullable
        String fit,

        @Schema(description = "1 for gray, 3 for color; by default, chosen from the data.") @Nullable
        Integer channels,

        @Schema(
                description =
                        "Share of each class that becomes the test split where the source has none, between 0 and 1.")
        @Nullable
        Double testFraction,

        @Schema(
                description =
                        "Whether the import fails at the first bad file or skips bad files. By default, it skips a few.",
                allowableValues = {"fail", "skip"})
        @Nullable
        String onBadFile,

        @Schema(description = "Chooses the pictures of the test split.", defaultValue = "1")
        @Min(0)
        @Max(Integer.MAX_VALUE)
        @Nullable
        Long seed) {

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_LICENSE = 200;

    ImportRequest {
        title = title == null ? null : Names.strip(title);
        license = license == null ? null : Names.strip(license);
    }
}
