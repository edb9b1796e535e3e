package dev.isograd.inference;

import dev.isograd.jobs.ResultFiles.StoredFile;
import dev.isograd.jobs.TrainedNetworks.Trained;
import dev.isograd.learning.export.ExportFormat;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A trained network in a file of another program. */
@Schema(name = "Export")
record ExportResponse(
        String format,
        @Nullable Integer upTo,
        String name,
        long bytes,
        String sha256,

        @Schema(description = "Largest difference of a score to the trained network's, over up to 64 test images.")
        double maxDifference,

        Links links) {

    static ExportResponse of(Trained trained, ExportFormat format, @Nullable Integer upTo, StoredFile file) {
        return new ExportResponse(
                format.name().toLowerCase(Locale.ROOT),
                upTo,
                file.name(),
                file.bytes(),
                file.sha256(),
                Objects.requireNonNull(file.maxDifference()),
                new Links("/api/v1/jobs/%s/files/%s".formatted(trained.job(), file.name())));
    }

    /** The exports of a training, oldest first. */
    static List<ExportResponse> all(Trained trained) {
        return trained.files().stream()
                .filter(file -> file.maxDifference() != null)
                .flatMap(file ->
                        ExportName.read(file.name())
                                .map(name -> of(trained, name.format(), name.upTo(), file))
                                .stream())
                .toList();
    }

    /** Where the file can be downloaded. */
    @Schema(name = "ExportLinks")
    record Links(String content) {}
}
