package dev.isograd.stream;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
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
 * What happens to a job while it happens.
 *
 * <p>A request keeps its thread until the stream ends: threads are virtual, and a plain loop that writes needs less memory and
 * thought than answering by callbacks.
 */
@RestController
@ConditionalOnRole(Role.API)
class StreamController {

    private static final Logger LOG = LoggerFactory.getLogger(StreamController.class);

    private final JobAccess visible;
    private final JobProgressReader jobs;
    private final List<JobFeed> feeds;
    private final CredentialLookup credentials;
    private final CredentialRecheck rights;
    private final StreamQuota seats;
    private final StreamPoller poller;
    private final StreamProperties settings;

    StreamController(
            JobAccess visible,
            JobProgressReader jobs,
            List<JobFeed> feeds,
            CredentialLookup credentials,
            CredentialRecheck rights,
            StreamQuota seats,
            StreamPoller poller,
            StreamProperties settings) {
        this.visible = visible;
        this.jobs = jobs;
        this.feeds = feeds;
        this.credentials = credentials;
        this.rights = rights;
        this.seats = seats;
        this.poller = poller;
        this.settings = settings;
    }

    /** A browser that comes back sends its header along with the address it first used: the header is newer. */
    @Operation(
            operationId = "streamJob",
            summary = "Follow a job as server-sent events",
            description = "The events are `state`, `progress`, `metric`, `log`, `checkpoint` and finally `end`. A comment is sent after 15 seconds without an event.")
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
        String job = visible.latestAttempt(caller, id).job();
        StreamPosition start = start(job, lastEventId == null || lastEventId.isEmpty() ? after : lastEventId);
        if (start.ended()) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return;
        }
        try (StreamQuota.Seat seat = seats.take(caller.account())) {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.setCharacterEncoding("UTF-8");
            // Proxies that collect answers before they pass them on would turn a stream into a download.
            response.setHeader("X-Accel-Buffering", "no");
            if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
                follow(new Subscriber(start), request, response);
            }
        }
    }

    /** Ended only where really nothing follows. */
    private StreamPosition start(String job, @Nullable String after) {
        Map<Character, Long> fresh = new HashMap<>();
        if (after == null) {
            feeds.forEach(feed -> fresh.put(feed.letter(), feed.start(job)));
            return StreamPosition.of(job, fresh);
        }
        StreamPosition given = StreamPosition.read(job, after);
        if (!given.ended()) {
            return given;
        }
        feeds.forEach(feed -> fresh.put(feed.letter(), feed.last(job)));
        boolean isOver = jobs.now(List.of(job)).values().stream().anyMatch(LiveJob::isTerminal);
        return given.withEnd(
                isOver && fresh.entrySet().stream().allMatch(last -> given.number(last.getKey()) >= last.getValue()));
    }

    private void follow(Subscriber subscriber, HttpServletRequest request, HttpServletResponse response)
            throws InterruptedException {
        CredentialLookup.Credential credential = credentials.of(request);
        CredentialRecheck.Check check = rights.watch(credential);
        poller.join(subscriber);
        try {
            new SseWriter(
                            subscriber,
                            response.getOutputStream(),
                            settings,
                            DisconnectDetector.gone(request),
                            check::isAllowed)
                    .run();
        } catch (IOException gone) {
            LOG.debug("The stream of {} breaks off; its client may come back: {}", subscriber.job(), gone.getMessage());
        } finally {
            poller.leave(subscriber);
            rights.forget(credential);
        }
    }
}
