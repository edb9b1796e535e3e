/** The program of a pod that runs one attempt, and what it and its worker say to each other over HTTP. */
@ApplicationModule(allowedDependencies = {"children", "trainer"})
@NullMarked
package dev.isograd.attempts;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
