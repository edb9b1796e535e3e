package dev.isograd.stream;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.accounts.Caller;
import dev.isograd.accounts.CredentialLookup;
import dev.isograd.feeds.JobFeed;
import dev.isograd.http.QueryReader;
import dev.isograd.jobs.JobAccess;
import dev.isograd.jobs.JobProgressReader;
import dev.isograd.jobs.JobProgressReader.LiveJob;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Streams a job's state changes, progress, metrics, logs and checkpoints as server-sent events.
 *
 * <p>A request keeps its thread until the stream ends. Threads are virtual, and a plain write loop needs less memory
 * than asynchronous callbacks and is easier to understand.
 */
@RestController
@ConditionalOnRole(Role.API)
class StreamController {

    private static final Logger LOG = LoggerFactory.getLogger(StreamController.class);

    private final JobAccess access;
    private final JobProgressReader jobs;
    private final List<JobFeed> feeds;
    private final CredentialLookup credentials;
    private final CredentialRecheck recheck;
    private final StreamQuota quota;
    private final StreamPoller poller;
    private final StreamProperties settings;

    StreamController(
            JobAccess access,
            JobProgressReader jobs,
            List<JobFeed> feeds,
            CredentialLookup credentials,
            CredentialRecheck recheck,
            StreamQuota quota,
            StreamPoller poller,
            StreamProperties settings) {
        this.access = access;
        this.jobs = jobs;
        this.feeds = feeds;
        this.credentials = credentials;
        this.recheck = recheck;
        this.quota = quota;
        this.poller = poller;
        this.settings = settings;
    }

    /** Prefers the header to the parameter: a browser that reconnects sends a new header with its original URL. */
    @Operation(
            operationId = "streamJob",
            summary = "Follow a job as server-sent events",
            description =
                    "The events are `state`, `progress`, `metric`, `log`, `checkpoint` and finally `end`. A comment is sent after 15 seconds without an event.")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "Id of an event: the stream continues after it. `0` means from the beginning.",
            schema = @Schema(type = "string"))
    @ApiResponse(
            responseCode = "200",
            description = "The events.",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(type = "string"),
                            examples =
                                    @ExampleObject(
                                            "id: J1a2b3c4d.s2\nevent: state\ndata: {\"to\":\"RUNNING\",\"message\":\"Started on w (cpu).\"}\n\n")))
    @ApiResponse(responseCode = "204", description = "No event will follow.")
    @Requires(Right.READ)
    @GetMapping(path = "/api/v1/jobs/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void stream(
            @AuthenticationPrincipal Caller caller,
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> parameters,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        QueryReader query = new QueryReader(parameters);
        String after = query.string("after");
        query.check();
        String job = access.latestAttempt(caller, id).job();
        StreamPosition start = startPosition(job, lastEventId == null || lastEventId.isEmpty() ? after : lastEventId);
        if (start.ended()) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return;
        }
        try (StreamQuota.Permit permit = quota.acquire(caller.account())) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding("UTF-8");
            // Tells reverse proxies not to buffer the response, which would delay events until the stream ends.
            response.setHeader("X-Accel-Buffering", "no");
            if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
                follow(new Subscriber(start), request, response);
            }
        }
    }

    /** Returns a position that is marked as ended only if the job is over and no entries follow it. */
    private StreamPosition startPosition(String job, @Nullable String after) {
        if (after == null) {
            Map<Character, Long> start = new HashMap<>();
            feeds.forEach(feed -> start.put(feed.letter(), feed.startNumber(job)));
            return StreamPosition.of(job, start);
        }
        StreamPosition given = StreamPosition.read(job, after);
        if (!given.ended()) {
            return given;
        }
        boolean hasRead = feeds.stream().allMatch(feed -> given.number(feed.letter()) >= feed.lastNumber(job));
        boolean isOver = jobs.now(List.of(job)).values().stream().anyMatch(LiveJob::isTerminal);
        return given.withEnd(isOver && hasRead);
    }

    private void follow(Subscriber subscriber, HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        CredentialLookup.Credential credential = credentials.of(request);
        CredentialRecheck.Check check = recheck.acquire(credential);
        poller.join(subscriber);
        try {
            new SseWriter(
                            subscriber,
                            response.getOutputStream(),
                            settings,
                            DisconnectDetector.disconnected(request),
                            check::isAllowed)
                    .run();
        } catch (IOException failed) {
            LOG.debug(
                    "A stream of {} was cut off; its client may reconnect: {}", subscriber.job(), failed.getMessage());
        } finally {
            poller.leave(subscriber);
            recheck.release(credential);
        }
    }
}
