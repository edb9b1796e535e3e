package dev.isograd.logs;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.http.Page;
import dev.isograd.http.QueryReader;
import dev.isograd.jobs.JobAccess;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Serves the log of a job, across all its attempts. */
@RestController
@ConditionalOnRole(Role.API)
class LogController {

    private static final int DEFAULT_LIMIT = 1000;
    private static final int MAX_LIMIT = 5000;
    private static final String SELECT = """
            select line, stream, at, text from log_line
            where job_id = :job and line > :after and %s
                and (:contains::text is null or strpos(text, :contains) > 0)
            order by line limit :limit""";

    private final JobAccess jobs;
    private final JdbcClient jdbc;

    LogController(JobAccess jobs, JdbcClient jdbc) {
        this.jobs = jobs;
        this.jdbc = jdbc;
    }

    @Operation(operationId = "getLog", summary = "Get the log of a job, over all attempts")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "Number of a line; the answer begins with the next line.",
            schema = @Schema(type = "integer"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Number of lines on the page.",
            schema = @Schema(type = "integer", minimum = "1", maximum = "5000", defaultValue = "1000"))
    @Parameter(
            name = "stream",
            in = ParameterIn.QUERY,
            description = "Only lines of this stream.",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"stdout", "stderr", "system"}))
    @Parameter(
            name = "contains",
            in = ParameterIn.QUERY,
            description = "Only lines that contain this text.",
            schema = @Schema(type = "string"))
    @Requires(Right.READ)
    @GetMapping("/api/v1/jobs/{id}/logs")
    Page<LineResponse> lines(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit(DEFAULT_LIMIT, MAX_LIMIT);
        long after = reader.integer("after", 0, Long.MAX_VALUE, 0);
        LogStream stream = reader.enumValue("stream", LogStream.class);
        String contains = reader.string("contains");
        reader.check();
        String job = jobs.latestAttempt(caller, id).job();
        return Page.of(lines(job, after, stream, contains, limit + 1), limit, line -> Long.toString(line.line()));
    }

    /** Returns a constant condition, because the planner can use a partial index of one stream only with a constant. */
    private static String condition(@Nullable LogStream stream) {
        return switch (stream) {
            case null -> "true";
            case STDOUT -> "stream = 'STDOUT'";
            case STDERR -> "stream = 'STDERR'";
            case SYSTEM -> "stream = 'SYSTEM'";
        };
    }

    private List<LineResponse> lines(
            String job, long after, @Nullable LogStream stream, @Nullable String contains, int limit) {
        return jdbc.sql(SELECT.formatted(condition(stream)))
                .param("job", job)
                .param("after", after)
                .param("contains", contains)
                .param("limit", limit)
                .query((row, number) -> LineResponse.of(row))
                .list();
    }
}
