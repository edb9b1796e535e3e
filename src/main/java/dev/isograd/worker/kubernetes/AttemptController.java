package dev.isograd.worker.kubernetes;

import dev.isograd.access.Requires;
import dev.isograd.attempts.AttemptProtocol;
import dev.isograd.attempts.PodBatch;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** The routes of pods, which no user calls. Each request carries the token of its attempt, and no other credential opens them. */
@RestController
@OnKubernetes
@Hidden
@RequestMapping(AttemptController.PATH)
class AttemptController {

    static final String PATH = "/internal/attempts/{id}";
    static final String MESSAGES = "/messages";
    static final String FILES = "/files/{*name}";

    private static final Duration LONG_POLL = Duration.ofSeconds(20);
    private static final String BEARER = "bearer ";

    private final PodLinks links;

    AttemptController(PodLinks links) {
        this.links = links;
    }

    @Operation(summary = "Get what the pod shall train")
    @Requires({})
    @GetMapping("/order")
    ResponseEntity<byte[]> order(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        return json(link(id, request).order());
    }

    @Operation(summary = "Report entries in order")
    @Requires({})
    @PostMapping(MESSAGES)
    ResponseEntity<byte[]> messages(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        PodLink link = link(id, request);
        byte[] body = request.getInputStream().readAllBytes();
        PodBatch batch;
        try {
            batch = AttemptProtocol.read(body, PodBatch.class);
        } catch (JacksonException malformed) {
            throw AttemptProblem.malformed("These are not entries of a pod.");
        }
        if (batch.entries().size() > AttemptProtocol.MOST_ENTRIES || batch.first() < 1) {
            throw AttemptProblem.malformed(
                    "A request has at most %d entries, numbered from 1.".formatted(AttemptProtocol.MOST_ENTRIES));
        }
        return json(link.receive(batch));
    }

    @Operation(summary = "Wait for messages to the child process")
    @Requires({})
    @GetMapping("/orders")
    ResponseEntity<byte[]> orders(
            @PathVariable String id,
            @RequestParam String session,
            @RequestParam long after,
            @Parameter(hidden = true) HttpServletRequest request)
            throws InterruptedException {
        return json(link(id, request).orders(session, after, LONG_POLL));
    }

    @Operation(summary = "Get a file of the order")
    @Requires({})
    @GetMapping(FILES)
    ResponseEntity<FileSystemResource> file(
            @PathVariable String id, @PathVariable String name, @Parameter(hidden = true) HttpServletRequest request) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(new FileSystemResource(link(id, request).files().source(name.substring(1))));
    }

    @Operation(summary = "Upload a file of the child process")
    @Requires({})
    @PutMapping(FILES)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void upload(
            @PathVariable String id, @PathVariable String name, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        String sha256 = request.getHeader(AttemptProtocol.SHA256);
        link(id, request).files().write(name.substring(1), sha256 == null ? "" : sha256, request.getInputStream());
    }

    private PodLink link(String id, HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        String pod = request.getHeader(AttemptProtocol.POD);
        if (header == null
                || pod == null
                || pod.length() > 100
                || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw AttemptProblem.unauthorized();
        }
        PodLink link = links.of(id, header.substring(BEARER.length()).strip(), pod);
        link.requireRate();
        return link;
    }

    private static ResponseEntity<byte[]> json(Object answer) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(AttemptProtocol.write(answer));
    }
}
