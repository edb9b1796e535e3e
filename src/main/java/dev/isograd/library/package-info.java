/** The data sets of a project as users see them: imports, versions, sample pictures and deletion. */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "accounts",
            "artifacts",
            "audit",
            "datasets",
            "http",
            "idempotency",
            "imports",
            "jobs",
            "jobs::imports",
            "limits",
            "uploads"
        })
@NullMarked
package dev.isograd.library;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
