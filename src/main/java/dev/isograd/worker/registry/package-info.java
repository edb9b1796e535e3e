/** The workers that report to the database, with the state of their devices, and the endpoint that lists them. */
@NullMarked
package dev.isograd.worker.registry;

import org.jspecify.annotations.NullMarked;
