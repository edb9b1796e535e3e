package dev.isograd.observability;

import static org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType.DIFFERENT;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers health on the port of the API as well, from where Spring Boot moves it to the management port. */
@RestController
@ConditionalOnManagementPort(DIFFERENT)
class PublicHealth {

    private static final MediaType TYPE = MediaType.asMediaType(ApiVersion.LATEST.getProducedMimeType());

    private final HealthEndpointWebExtension health;

    PublicHealth(HealthEndpointWebExtension health) {
        this.health = health;
    }

    @GetMapping("/actuator/health")
    ResponseEntity<HealthDescriptor> all() {
        return answer();
    }

    @GetMapping("/actuator/health/{group}")
    ResponseEntity<HealthDescriptor> group(@PathVariable String group) {
        return answer(group);
    }

    private ResponseEntity<HealthDescriptor> answer(String... path) {
        WebEndpointResponse<HealthDescriptor> found =
                health.health(ApiVersion.LATEST, WebServerNamespace.SERVER, SecurityContext.NONE, path);
        return ResponseEntity.status(found.getStatus()).contentType(TYPE).body(found.getBody());
    }
}
