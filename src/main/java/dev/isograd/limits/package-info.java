/** Rate limits: failed sign-ins by address, requests and submissions by API key. */
@ApplicationModule(allowedDependencies = "http")
@NullMarked
package dev.isograd.limits;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
