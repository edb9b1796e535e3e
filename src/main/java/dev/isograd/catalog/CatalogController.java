package dev.isograd.catalog;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.learning.spec.SpecCatalog;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Everything a spec may hold; forms are built from it. */
@RestController
@ConditionalOnRole(Role.API)
class CatalogController {

    private final Map<String, Object> catalog = SpecCatalog.describe();

    @GetMapping("/api/v1/catalog")
    Map<String, Object> catalog() {
        return catalog;
    }
}
