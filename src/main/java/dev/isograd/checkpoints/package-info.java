/** Saved training states: written, found whole again, listed, thinned out. */
@ApplicationModule(allowedDependencies = {"jobs", "accounts", "artifacts", "learning::spec"})
@NullMarked
package dev.isograd.checkpoints;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
