/** Bytes under immutable keys: trained weights, manifests, data sets. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.artifacts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
