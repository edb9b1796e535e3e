/** Reading HTTP requests: query parameters, unknown fields, and problem details for what is wrong. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
