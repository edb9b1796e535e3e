/** Live streams of a job's events, progress, metrics and logs, as server-sent events. */
@ApplicationModule(allowedDependencies = {"access", "accounts", "feeds", "http", "jobs"})
@NullMarked
package dev.isograd.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
