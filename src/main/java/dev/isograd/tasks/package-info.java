/** Roles of a process that does one task and ends, such as bringing the database up to date. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.tasks;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
