/** Named data sets in one prepared format. */
@ApplicationModule(allowedDependencies = {"artifacts", "http", "storage"})
@NullMarked
package dev.isograd.datasets;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
