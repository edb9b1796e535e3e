/** The PostgreSQL that comes with Isograd, for whoever configures none. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
