/** The catalog of everything a spec may contain, from which clients build forms. */
@ApplicationModule(allowedDependencies = {"access", "learning::spec"})
@NullMarked
package dev.isograd.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
