/** The contract of numbered entries that streams follow, implemented by the packages that have such entries. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.feeds;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
