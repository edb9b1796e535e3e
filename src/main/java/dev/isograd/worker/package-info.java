/** Claims jobs, launches one child process per attempt, supervises it and reports. */
@ApplicationModule(
        allowedDependencies = {
            "accounts",
            "jobs",
            "datasets",
            "metrics",
            "logs",
            "checkpoints",
            "artifacts",
            "trainer",
            "learning::spec"
        })
@NullMarked
package dev.isograd.worker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
