/** Requests that are repeated and yet do their work once. */
@ApplicationModule(allowedDependencies = "http")
@NullMarked
package dev.isograd.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
