/** Reads HTTP requests: query parameters, bodies, ranges and names, and problem details for invalid ones. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
