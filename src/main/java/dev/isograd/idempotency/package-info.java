/** Idempotency of requests: a repeated request returns the first answer. */
@ApplicationModule(allowedDependencies = "http")
@NullMarked
package dev.isograd.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
