/** What every endpoint shares: problem details, limits on requests, dashboard files. */
@ApplicationModule(allowedDependencies = "http")
@NullMarked
package dev.isograd.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
