/** What users submit, the state it is in, and the queue workers claim from. */
@ApplicationModule(allowedDependencies = {"learning::spec", "datasets", "accounts", "artifacts", "requests"})
@NullMarked
package dev.isograd.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
