/** Claims jobs, starts one child process per attempt, supervises it and reports its end. */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "accounts",
            "artifacts",
            "attempts",
            "checkpoints",
            "children",
            "datasets",
            "imports",
            "http",
            "jobs",
            "jobs::queue",
            "learning::spec",
            "logs",
            "metrics",
            "trainer",
            "uploads"
        })
@NullMarked
package dev.isograd.worker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
