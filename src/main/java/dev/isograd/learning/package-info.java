/**
 * Local learning: networks split into gradient-isolated local modules, their update rules, and the training loop.
 *
 * <p>Depends on the JDK and DJL only, and in {@code safetensors} on Jackson's streaming API: no Spring, no clock, no path, no
 * database. Inside, the arrows run
 * {@code learning -> rules -> networks -> heads -> autograd}, never back; {@code spec} reads nothing.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.learning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
