/** Numbers over training steps. */
@ApplicationModule(allowedDependencies = {"jobs", "accounts"})
@NullMarked
package dev.isograd.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
