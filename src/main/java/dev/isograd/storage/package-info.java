/** Compares the database with the artifact store, for operators who have restored a backup. */
@ApplicationModule(allowedDependencies = {"access", "artifacts", "http"})
@NullMarked
package dev.isograd.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
