/** Saved training states: their storage, restoration, listing and retention. */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "accounts",
            "artifacts",
            "http",
            "jobs",
            "jobs::queue",
            "jobs::retention",
            "learning::spec",
            "storage"
        })
@NullMarked
package dev.isograd.checkpoints;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
