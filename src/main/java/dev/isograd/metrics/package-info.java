/** Metric values over the steps of a training. */
@ApplicationModule(
        allowedDependencies = {"access", "accounts", "feeds", "http", "jobs", "jobs::queue", "jobs::retention"})
@NullMarked
package dev.isograd.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
