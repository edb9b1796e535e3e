/** Uses trained networks: exports them to files, and answers pictures in child processes. */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "accounts",
            "artifacts",
            "children",
            "datasets",
            "http",
            "idempotency",
            "imports::pictures",
            "jobs",
            "learning",
            "learning::export",
            "learning::graph",
            "learning::libtorch",
            "learning::safetensors",
            "learning::spec",
            "trainer"
        })
@NullMarked
package dev.isograd.inference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
