/** Webhooks: events of a project's jobs, sent to addresses that the project names, by the rules of Standard Webhooks. */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "accounts",
            "audit",
            "egress",
            "http",
            "idempotency",
            "jobs",
            "jobs::comparisons",
            "limits"
        })
@NullMarked
package dev.isograd.webhooks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
