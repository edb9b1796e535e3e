/**
 * Local learning: networks split into gradient-isolated local modules, their update rules, and the training loop.
 *
 * <p>Depends only on the JDK and DJL, and in {@code safetensors} on Jackson's streaming API: no Spring, no clock, no
 * path, no database. Inside, dependencies run {@code learning -> rules -> networks -> heads -> autograd}, never back;
 * {@code spec} depends on no other package.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.learning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
