/** The child process that turns what a user brought into a prepared data set. */
@ApplicationModule(allowedDependencies = {"trainer"})
@NullMarked
package dev.isograd.imports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
