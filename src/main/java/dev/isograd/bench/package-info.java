/** Standalone programs that measure learning: accuracy over seeds, and time and memory of a step. */
@ApplicationModule(allowedDependencies = {"learning", "learning::memory", "learning::spec", "trainer"})
@NullMarked
package dev.isograd.bench;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
