package dev.isograd.checkpoints;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.accounts.SignedLinks;
import dev.isograd.artifacts.ArtifactDownloads;
import dev.isograd.artifacts.ArtifactMissing;
import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.DownloadResponses;
import dev.isograd.checkpoints.CheckpointController.DownloadResponse;
import dev.isograd.http.PublicUrl;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Creates download links for checkpoints, and serves the bytes itself if the artifact store has no download links. */
@RestController
@ConditionalOnRole(Role.API)
class CheckpointDownloads {

    private static final Duration VALID_FOR = Duration.ofMinutes(10);

    private final CheckpointService checkpoints;
    private final ArtifactStore artifacts;
    private final ArtifactDownloads downloads;
    private final SignedLinks links;
    private final PublicUrl publicUrl;
    private final InstantSource clock;

    CheckpointDownloads(
            CheckpointService checkpoints,
            ArtifactStore artifacts,
            ArtifactDownloads downloads,
            SignedLinks links,
            PublicUrl publicUrl,
            InstantSource clock) {
        this.checkpoints = checkpoints;
        this.artifacts = artifacts;
        this.downloads = downloads;
        this.links = links;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    DownloadResponse of(Checkpoint checkpoint) {
        Instant expiresAt = clock.instant().plus(VALID_FOR);
        return artifacts
                .download(checkpoint.key(), VALID_FOR, fileName(checkpoint))
                .map(link -> response(checkpoint, link.toString(), expiresAt))
                .orElseGet(() -> linkToThisService(checkpoint));
    }

    private DownloadResponse linkToThisService(Checkpoint checkpoint) {
        SignedLinks.Link link = links.sign(path(checkpoint.id()), VALID_FOR);
        return response(checkpoint, publicUrl.of(link.address()), link.expiresAt());
    }

    private static DownloadResponse response(Checkpoint checkpoint, String url, Instant expiresAt) {
        return new DownloadResponse(url, expiresAt, checkpoint.bytes(), checkpoint.sha256(), fileName(checkpoint));
    }

    /** Needs no credentials, because the link is signed. */
    @Operation(
            operationId = "getCheckpointContent",
            summary = "Download the content of a checkpoint",
            description =
                    "The link that `downloadCheckpoint` returns contains the parameters. It needs no other credential.")
    @ApiResponse(
            responseCode = "200",
            description = "The saved state of the training.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @DownloadResponses
    @SecurityRequirements
    @Requires({})
    @GetMapping("/api/v1/checkpoints/{id}/content")
    void content(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String expires,
            @RequestParam(required = false) @Nullable String signature,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        links.check(path(id), expires, signature);
        Checkpoint checkpoint = checkpoints.linked(id);
        try {
            downloads.send(
                    new ArtifactDownloads.Content(checkpoint.key(), checkpoint.sha256(), fileName(checkpoint)),
                    request,
                    response);
        } catch (ArtifactMissing missing) {
            throw CheckpointProblem.notFound();
        }
    }

    private static String path(String id) {
        return "/api/v1/checkpoints/" + id + "/content";
    }

    private static String fileName(Checkpoint checkpoint) {
        return checkpoint.job() + "-step-" + checkpoint.step() + ".safetensors";
    }
}
