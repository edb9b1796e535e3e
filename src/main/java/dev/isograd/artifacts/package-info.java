/** Bytes under immutable keys: trained weights, manifests, data sets. */
@ApplicationModule(allowedDependencies = "http")
@NullMarked
package dev.isograd.artifacts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
