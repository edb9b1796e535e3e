/** What happens to a job while it happens, as server-sent events. */
@ApplicationModule(allowedDependencies = {"accounts", "feeds", "http", "jobs"})
@NullMarked
package dev.isograd.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
