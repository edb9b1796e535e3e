/** The embedded PostgreSQL server, the connection pool and the lock on the data directory. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.isograd.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
