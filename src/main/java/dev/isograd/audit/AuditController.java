package dev.isograd.audit;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.QueryReader;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the audit table for administrators. */
@RestController
@ConditionalOnRole(Role.API)
class AuditController {

    // Sorts after every id, so a page that begins here starts with the newest entry.
    private static final String AFTER_ALL_IDS = "~";

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @Operation(
            operationId = "listAudit",
            summary = "List changes to accounts, projects, rights and keys, and deletions, newest first")
    @PageParameters
    @Requires(Right.ADMINISTER)
    @GetMapping("/api/v1/audit")
    Page<AuditResponse> list(@RequestParam MultiValueMap<String, String> query) {
        QueryReader reader = new QueryReader(query);
        int limit = reader.limit();
        String after = reader.id("after", "aud");
        reader.check();
        return Page.of(log.page(after == null ? AFTER_ALL_IDS : after, limit + 1), limit, AuditResponse::id);
    }
}
