/** The child process of one attempt: a spec in, events out, files in and out. */
@ApplicationModule(allowedDependencies = {"learning", "learning::memory", "learning::safetensors", "learning::spec"})
@NullMarked
package dev.isograd.trainer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
