/** Uses trained networks: exports them to files, and answers pictures in child processes. */
@ApplicationModule(
        allowedDependencies = {
            "access",
            "accounts",
            "artifacts",
            "datasets",
            "http",
            "jobs",
            "learning",
            "learning::export",
            "learning::libtorch",
            "learning::safetensors",
            "learning::spec",
            "trainer"
        })
@NullMarked
package dev.isograd.inference;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
