/** The demo that the README's first command runs; it is a plain client of the HTTP API. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
