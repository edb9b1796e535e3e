package dev.isograd.web;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the command {@code isograd} with the version of this server, so that the two fit. */
@RestController
@ConditionalOnRole(Role.API)
class CommandLineController {

    private static final MediaType PYTHON = new MediaType("text", "x-python", StandardCharsets.UTF_8);
    private static final String VERSION = "VERSION = \"%s\"\n";

    private final byte[] command;

    CommandLineController() throws IOException {
        String file = new ClassPathResource("cli/isograd.py").getContentAsString(StandardCharsets.UTF_8);
        command = file.replaceFirst(VERSION.formatted("development"), VERSION.formatted(ServerVersion.NUMBER))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A file as the dashboard's, not an operation of the API. */
    @Hidden
    @Requires({})
    @GetMapping("/cli/isograd")
    ResponseEntity<byte[]> command() {
        return ResponseEntity.ok()
                .contentType(PYTHON)
                .cacheControl(CacheControl.noCache())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("isograd")
                                .build()
                                .toString())
                .body(command);
    }
}
