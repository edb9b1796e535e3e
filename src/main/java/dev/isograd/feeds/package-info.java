/** The contract of numbered entries that streams read, implemented by the packages that own such entries. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.feeds;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
