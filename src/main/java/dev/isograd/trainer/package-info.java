/** The child process of one attempt: reads a spec and files, sends messages and writes files. */
@ApplicationModule(
        allowedDependencies = {
            "learning",
            "learning::graph",
            "learning::data",
            "learning::libtorch",
            "learning::memory",
            "learning::safetensors",
            "learning::spec"
        })
@NullMarked
package dev.isograd.trainer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
