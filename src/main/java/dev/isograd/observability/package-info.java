/**
 * What operators see of the service: metrics for Prometheus, figures of the last day, and a support bundle.
 *
 * <p>Its queries read the tables of other packages, as reports do, and write to none.
 */
@ApplicationModule(allowedDependencies = {"access", "http", "jobs::queue"})
@NullMarked
package dev.isograd.observability;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
