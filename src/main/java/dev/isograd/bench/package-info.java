/** The cost of update rules, measured: one step of each in turn, as ratios to back-propagation's. */
@ApplicationModule(allowedDependencies = {"learning", "learning::spec"})
@NullMarked
package dev.isograd.bench;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
