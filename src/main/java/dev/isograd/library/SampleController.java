package dev.isograd.library;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.datasets.DatasetPictures.Split;
import dev.isograd.http.QueryReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints of sample pictures. */
@RestController
@RequestMapping("/api/v1/datasets/{nameOrId}/samples")
@ConditionalOnRole(Role.API)
class SampleController {

    /** An address with an id always has the same picture; one with a name may have another after the next import. */
    private static final Duration CACHED = Duration.ofMinutes(10);

    private final Samples samples;

    SampleController(Samples samples) {
        this.samples = samples;
    }

    @Operation(
            operationId = "listSamples",
            summary = "List sample pictures of a data set",
            description = "The first pictures of a class, or some from all classes at equal distances.")
    @Parameter(
            name = "split",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"train", "test"},
                            defaultValue = "train"))
    @Parameter(
            name = "class",
            in = ParameterIn.QUERY,
            description = "Name of the only class.",
            schema = @Schema(type = "string"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Number of pictures.",
            schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "20"))
    @ApiResponse(responseCode = "200", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "409", description = "The data set is not READY.")
    @Requires(Right.READ)
    @GetMapping
    SamplesResponse list(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String nameOrId,
            @RequestParam MultiValueMap<String, String> query)
            throws IOException {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        Split split = reader.enumValue("split", Split.class);
        String only = reader.string("class");
        return samples.list(caller, nameOrId, split == null ? Split.TRAIN : split, only, limit, reader);
    }

    @Operation(operationId = "getSample", summary = "Get one picture of a data set as PNG")
    @ApiResponse(
            responseCode = "200",
            description = "The prepared picture.",
            content =
                    @Content(
                            mediaType = MediaType.IMAGE_PNG_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "409", description = "The data set is not READY.")
    @Requires(Right.READ)
    @GetMapping("/{split}/{index}")
    ResponseEntity<byte[]> picture(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String nameOrId,
            @PathVariable String split,
            @PathVariable String index)
            throws IOException {
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_PNG)
                .cacheControl(CacheControl.maxAge(CACHED).cachePrivate())
                .body(samples.png(caller, nameOrId, split, index));
    }
}
