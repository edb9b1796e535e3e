package dev.isograd.jobs.web;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.artifacts.ArtifactDownloads;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.DownloadResponses;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.NotATraining;
import dev.isograd.jobs.ResultFiles.StoredFile;
import dev.isograd.jobs.TrainedNetworks;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Endpoints of the result of a job and the files of its trained network. */
@RestController
@RequestMapping("/api/v1/jobs/{id}")
@ConditionalOnRole(Role.API)
class ResultController {

    private final JobService jobs;
    private final TrainedNetworks networks;
    private final ArtifactDownloads downloads;
    private final ArtifactStore artifacts;
    private final JsonMapper json;

    ResultController(
            JobService jobs,
            TrainedNetworks networks,
            ArtifactDownloads downloads,
            ArtifactStore artifacts,
            JsonMapper json) {
        this.jobs = jobs;
        this.networks = networks;
        this.downloads = downloads;
        this.artifacts = artifacts;
        this.json = json;
    }

    @Operation(operationId = "getResult", summary = "Get the final metrics and the files of a trained network")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "409", description = "The job has not succeeded.")
    @Requires(Right.READ)
    @GetMapping("/result")
    ResultResponse result(@AuthenticationPrincipal Caller caller, @PathVariable String id) {
        Job job = finished(caller, id);
        return ResultResponse.of(job, networks.files(job));
    }

    @Operation(operationId = "getEvaluation", summary = "Get what a trained network answered for the test images")
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "409", description = "The job has not succeeded.")
    @Requires(Right.READ)
    @GetMapping("/evaluation")
    EvaluationResponse evaluation(@AuthenticationPrincipal Caller caller, @PathVariable String id) throws IOException {
        Job job = finished(caller, id);
        StoredFile file = named(job, TrainedNetworks.EVALUATION).orElseThrow(JobProblem::noEvaluation);
        try (InputStream content = artifacts.open(file.key())) {
            return EvaluationResponse.read(content.readAllBytes(), json);
        } catch (ArtifactMissing missing) {
            throw JobProblem.noEvaluation();
        }
    }

    @Operation(operationId = "getFile", summary = "Download a file of a trained network")
    @ApiResponse(
            responseCode = "200",
            description = "The content of the file.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @Requires(Right.READ)
    @DownloadResponses
    @GetMapping("/files/{name}")
    void file(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        // Only known names are served. The key comes from the database and is never built from the address.
        StoredFile file = named(jobs.find(caller, id), name).orElseThrow(JobProblem::noSuchFile);
        try {
            downloads.send(new ArtifactDownloads.Content(file.key(), file.sha256(), file.name()), request, response);
        } catch (ArtifactMissing missing) {
            throw JobProblem.noSuchFile();
        }
    }

    private Job finished(Caller caller, String id) {
        Job job = jobs.find(caller, id);
        switch (job.kind()) {
            case TRAINING -> {}
            case IMPORT -> throw NotATraining.has("the result of a training");
        }
        if (job.result() == null) {
            throw JobProblem.noResult(job.state());
        }
        return job;
    }

    private Optional<StoredFile> named(Job job, String name) {
        return networks.files(job).stream()
                .filter(file -> file.name().equals(name))
                .findFirst();
    }
}
