/** The right that each endpoint requires, declared beside the endpoint. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
