package dev.isograd.audit;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.access.Requires;
import dev.isograd.access.Right;
import dev.isograd.http.Page;
import dev.isograd.http.PageParameters;
import dev.isograd.http.PageQuery;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lists the audit table for administrators. */
@RestController
@ConditionalOnRole(Role.API)
class AuditController {

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
        PageQuery page = PageQuery.read(query, "aud");
        return Page.of(log.page(page.before(), page.limit() + 1), page.limit(), AuditResponse::id);
    }
}
