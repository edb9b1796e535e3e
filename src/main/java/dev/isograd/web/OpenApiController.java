package dev.isograd.web;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The API described for programs; kept by hand and held to the running application by a test. */
@RestController
@ConditionalOnRole(Role.API)
class OpenApiController {

    @GetMapping(path = "/api/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource document() {
        return new ClassPathResource("openapi.json");
    }
}
