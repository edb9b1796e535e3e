/** What users submit, the state it is in, and the queue workers claim from. */
@ApplicationModule(
        allowedDependencies = {"accounts", "artifacts", "datasets", "feeds", "http", "idempotency", "learning::spec"})
@NullMarked
package dev.isograd.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
