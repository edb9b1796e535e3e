/** Files of many GB that users send in parts, and the other places from which a data set can be imported. */
@ApplicationModule(
        allowedDependencies = {"access", "accounts", "artifacts", "audit", "egress", "http", "idempotency", "storage"})
@NullMarked
package dev.isograd.uploads;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
