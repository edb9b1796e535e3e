/** How this service starts its child processes: their command line, their environment and their socket. */
@ApplicationModule(allowedDependencies = "trainer")
@NullMarked
package dev.isograd.children;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
