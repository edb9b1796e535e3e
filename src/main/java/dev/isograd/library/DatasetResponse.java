package dev.isograd.library;

import dev.isograd.datasets.DatasetState;
import dev.isograd.datasets.DatasetVersion;
import dev.isograd.jobs.JobProgress;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A version of a data set, as the API returns it. Its pictures are described once it is READY. */
@Schema(name = "DatasetVersion")
record DatasetResponse(
        String id,
        String name,
        int version,

        @Schema(description = "What the spec of a job calls it: the name of a built-in data set, else name@version.")
        String reference,

        @Schema(description = "Whether it comes with the service and every project has it.")
        boolean builtIn,

        String title,
        String license,
        String notice,
        DatasetState state,
        @Nullable ProgressResponse progress,
        @Nullable ReasonResponse reason,

        @Schema(description = "Id of the job that imports it; null for a built-in data set.") @Nullable
        String job,

        @Nullable Integer channels,
        @Nullable Integer height,
        @Nullable Integer width,
        @Nullable List<String> classes,
        @Nullable Integer trainCount,
        @Nullable Integer testCount,
        @Nullable Long bytes,
        @Nullable String digest,

        @Schema(
                description =
                        "What the import found: counts by split and class, bad files, pictures in both splits, mean and deviation of each channel.")
        @Nullable
        Map<String, Object> report,

        Instant createdAt,
        Links links) {

    /** How far the import is, in pictures. */
    @Schema(name = "ImportProgress")
    record ProgressResponse(
            long step,
            long steps,
            double fraction,
            @Nullable Long etaSeconds) {

        static @Nullable ProgressResponse of(@Nullable JobProgress progress) {
            return progress == null
                    ? null
                    : new ProgressResponse(
                            progress.step(), progress.steps(), progress.fraction(), progress.etaSeconds());
        }
    }

    /** Why the import failed. */
    @Schema(name = "ImportReason")
    record ReasonResponse(String code, String message) {}

    /** Addresses of the data set and its parts. */
    @Schema(name = "DatasetLinks")
    record Links(String self, String samples, @Nullable String job) {}

    /** @param progress of the import; null if it has not begun or is over */
    static DatasetResponse of(DatasetVersion version, @Nullable JobProgress progress) {
        DatasetVersion.Content content = version.content();
        DatasetVersion.Reason reason = version.reason();
        return new DatasetResponse(
                version.id(),
                version.name(),
                version.version(),
                version.reference(),
                version.isBuiltIn(),
                version.title(),
                version.license(),
                version.notice(),
                version.state(),
                version.state() == DatasetState.IMPORTING ? ProgressResponse.of(progress) : null,
                reason == null ? null : new ReasonResponse(reason.code(), reason.message()),
                version.job(),
                content == null ? null : content.channels(),
                content == null ? null : content.height(),
                content == null ? null : content.width(),
                content == null ? null : content.classes(),
                content == null ? null : content.trainCount(),
                content == null ? null : content.testCount(),
                content == null ? null : content.bytes(),
                content == null ? null : content.digest(),
                version.report(),
                version.createdAt(),
                links(version));
    }

    private static Links links(DatasetVersion version) {
        String self = address(version.id());
        return new Links(self, self + "/samples", version.job() == null ? null : "/api/v1/jobs/" + version.job());
    }

    static String address(String id) {
        return "/api/v1/datasets/" + id;
    }
}
