package dev.isograd.catalog;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.learning.spec.SpecCatalog;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves the catalog of everything that a spec may contain, from which forms are built. */
@RestController
@ConditionalOnRole(Role.API)
class CatalogController {

    private final Map<String, Object> catalog = SpecCatalog.describe();

    @Operation(
            operationId = "getCatalog",
            summary = "Get all networks, heads, rules, optimizers and schedules",
            description = "Each entry has a JSON Schema, defaults and a help text.")
    @Requires(Right.READ)
    @GetMapping("/api/v1/catalog")
    Map<String, Object> catalog() {
        return catalog;
    }
}
