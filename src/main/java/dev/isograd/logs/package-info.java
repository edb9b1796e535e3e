/** What a job printed, line by line. */
@ApplicationModule(allowedDependencies = {"jobs", "accounts"})
@NullMarked
package dev.isograd.logs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
