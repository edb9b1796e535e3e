/** Requests to addresses that users name: which addresses are allowed, and a client that connects to no others. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.egress;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
