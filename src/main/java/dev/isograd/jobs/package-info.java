/** Jobs that users submit, their states, and the queue from which workers claim them. */
@ApplicationModule(
        allowedDependencies = {"accounts", "artifacts", "datasets", "feeds", "http", "idempotency", "learning::spec"})
@NullMarked
package dev.isograd.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
