/**
 * Local learning: networks cut into gradient-isolated local modules, the rules that update them, and the loop.
 *
 * <p>Reads the JDK and DJL only, and in {@code safetensors} Jackson's streaming API: no Spring, no clock, no path, no
 * database. Inside, the arrows run
 * {@code learning -> rules -> networks -> heads -> autograd}, never back; {@code spec} reads nothing.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.learning;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
