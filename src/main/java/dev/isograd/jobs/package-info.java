/** Jobs that users submit, their states, and the queue from which workers claim them. */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "accounts",
            "accounts::names",
            "artifacts",
            "audit",
            "datasets",
            "feeds",
            "http",
            "idempotency",
            "learning::memory",
            "learning::spec",
            "limits",
            "storage"
        })
@NullMarked
package dev.isograd.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
