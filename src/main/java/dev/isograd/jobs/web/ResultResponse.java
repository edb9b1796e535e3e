package dev.isograd.jobs.web;

import dev.isograd.jobs.Job;
import dev.isograd.jobs.ResultFiles;
import dev.isograd.jobs.ResultFiles.StoredFile;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of a job, with the addresses of its files. */
record ResultResponse(String job, @Nullable Map<String, Object> result, List<FileResponse> files) {

    static ResultResponse of(Job job, List<StoredFile> stored) {
        List<FileResponse> files = stored.stream()
                .map(file -> new FileResponse(
                        file.name(),
                        file.bytes(),
                        file.sha256(),
                        JobResponse.address(job.id()) + "/files/" + file.name()))
                .toList();
        return new ResultResponse(job.id(), ResultFiles.withoutKeys(job.result()), files);
    }

    /** One file of the trained network. */
    @Schema(name = "ResultFile")
    record FileResponse(String name, long bytes, String sha256, String href) {}
}
