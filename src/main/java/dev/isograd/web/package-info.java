/** What every endpoint shares: problem details, dashboard files, OpenAPI. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
