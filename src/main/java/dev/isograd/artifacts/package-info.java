/** Stores files under immutable keys, such as trained weights and checkpoints. */
@ApplicationModule(allowedDependencies = "http")
@NullMarked
package dev.isograd.artifacts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
