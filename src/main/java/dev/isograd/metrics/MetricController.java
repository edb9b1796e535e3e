package dev.isograd.metrics;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.jobs.JobAccess;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the metrics of a job, across all its attempts. */
@RestController
@ConditionalOnRole(Role.API)
class MetricController {

    private static final String THINNED_TO = "Isograd-Thinned-To";

    private final JobAccess jobs;
    private final MetricReader reader;

    MetricController(JobAccess jobs, MetricReader reader) {
        this.jobs = jobs;
        this.reader = reader;
    }

    @Operation(
            operationId = "getMetrics",
            summary = "Get the metrics of a job",
            description =
                    "By default, the answer aggregates the steps into buckets. With `agg=raw`, it contains every value as a line of CSV or NDJSON, as the `Accept` header requests.")
    @Parameter(
            name = "names",
            in = ParameterIn.QUERY,
            description = "Only these metrics, separated by commas.",
            explode = Explode.FALSE,
            array = @ArraySchema(schema = @Schema(type = "string")))
    @Parameter(
            name = "modules",
            in = ParameterIn.QUERY,
            description = "Only these local modules, separated by commas.",
            explode = Explode.FALSE,
            array = @ArraySchema(schema = @Schema(type = "integer")))
    @Parameter(name = "from", in = ParameterIn.QUERY, description = "First step.", schema = @Schema(type = "integer"))
    @Parameter(name = "to", in = ParameterIn.QUERY, description = "Last step.", schema = @Schema(type = "integer"))
    @Parameter(
            name = "points",
            in = ParameterIn.QUERY,
            description = "Largest number of buckets per series.",
            schema = @Schema(type = "integer", minimum = "1", maximum = "10000", defaultValue = "1000"))
    @Parameter(
            name = "agg",
            in = ParameterIn.QUERY,
            description =
                    "Aggregation: buckets of steps, single values, or only the last value of each series as a bucket of one step.",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"minmax", "raw", "last"},
                            defaultValue = "minmax"))
    @Parameter(
            name = "layout",
            in = ParameterIn.QUERY,
            description = "One object per bucket, or one list per field.",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"rows", "columns"},
                            defaultValue = "rows"))
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "With columns: only these, besides the step; separated by commas.",
            explode = Explode.FALSE,
            array =
                    @ArraySchema(
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"min", "max", "mean", "last", "count"})))
    @Parameter(
            name = "digits",
            in = ParameterIn.QUERY,
            description = "Significant digits of the values in buckets.",
            schema = @Schema(type = "integer", minimum = "1", maximum = "17", defaultValue = "17"))
    @ApiResponse(
            responseCode = "200",
            description = "The metrics.",
            headers =
                    @Header(
                            name = THINNED_TO,
                            description = "With `agg=raw`: values up to this step exist only as buckets.",
                            schema = @Schema(type = "integer")),
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = MetricResponse.class)),
                @Content(mediaType = "text/csv", schema = @Schema(type = "string")),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = "string"))
            })
    @Requires(Right.READ)
    @GetMapping("/api/v1/jobs/{id}/metrics")
    @Nullable
    ResponseEntity<MetricResponse> metrics(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept,
            HttpServletResponse response)
            throws IOException, HttpMediaTypeNotAcceptableException {
        MetricQuery query = MetricQuery.read(parameters);
        String job = jobs.latestAttempt(caller, id).job();
        return switch (query.aggregation()) {
            case MINMAX -> answer(reader.buckets(job, query), job, query);
            case LAST -> answer(reader.last(job, query), job, query);
            case RAW -> {
                writeRaw(job, query, RawFormat.of(accept), response);
                yield null;
            }
        };
    }

    private ResponseEntity<MetricResponse> answer(MetricReader.Buckets buckets, String job, MetricQuery query) {
        return ResponseEntity.ok(MetricResponse.of(buckets, reader.lastStep(job), query.form()));
    }

    private void writeRaw(String job, MetricQuery query, RawFormat format, HttpServletResponse response)
            throws IOException {
        response.setContentType(format.contentType());
        Long thinnedTo = reader.thinnedTo(job);
        if (thinnedTo != null) {
            response.setHeader(THINNED_TO, thinnedTo.toString());
        }
        response.setCharacterEncoding("UTF-8");
        RawWriter writer = new RawWriter(format, response.getWriter());
        MetricReader.Row last = new MetricReader.Row("", -1, -1, 0);
        List<MetricReader.Row> rows;
        do {
            rows = reader.rows(job, query, last, RawWriter.PAGE);
            if (!rows.isEmpty()) {
                writer.write(rows);
                last = rows.getLast();
            }
        } while (rows.size() == RawWriter.PAGE && !writer.hasFailed());
        response.flushBuffer();
    }

    /** The two formats of raw values. */
    enum RawFormat {
        CSV("text/csv"),
        NDJSON("application/x-ndjson");

        // Accept values of clients that do not ask for a particular format.
        private static final Set<String> NO_PREFERENCE = Set.of("*/*", "application/*", "application/json");

        private final String contentType;

        RawFormat(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }

        static RawFormat of(@Nullable String accept) throws HttpMediaTypeNotAcceptableException {
            for (MediaType type : byPreference(accept)) {
                String name = type.getType() + "/" + type.getSubtype();
                if (name.equals(CSV.contentType) || name.equals("text/*")) {
                    return CSV;
                }
                if (name.equals(NDJSON.contentType) || NO_PREFERENCE.contains(name)) {
                    return NDJSON;
                }
            }
            throw new HttpMediaTypeNotAcceptableException(
                    List.of(MediaType.parseMediaType(CSV.contentType), MediaType.parseMediaType(NDJSON.contentType)));
        }

        private static List<MediaType> byPreference(@Nullable String accept)
                throws HttpMediaTypeNotAcceptableException {
            try {
                return MediaType.parseMediaTypes(accept == null || accept.isBlank() ? "*/*" : accept).stream()
                        .sorted(Comparator.comparingDouble(MediaType::getQualityValue)
                                .reversed())
                        .toList();
            } catch (InvalidMediaTypeException malformed) {
                throw new HttpMediaTypeNotAcceptableException(String.valueOf(malformed.getMessage()));
            }
        }
    }
}
