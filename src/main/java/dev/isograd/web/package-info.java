/** Concerns that all endpoints share: problem details, request limits, and the files of the dashboard. */
@ApplicationModule(allowedDependencies = {"access", "artifacts", "http"})
@NullMarked
package dev.isograd.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
