/** The log lines of jobs. */
@ApplicationModule(
        allowedDependencies = {"access", "accounts", "feeds", "http", "jobs", "jobs::queue", "jobs::retention"})
@NullMarked
package dev.isograd.logs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
