/** Requests that are repeated and yet do their work once. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.requests;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
