/** Attempts as Jobs of Kubernetes: the Jobs, their tokens, and the routes by which their pods reach the worker. */
@NullMarked
package dev.isograd.worker.kubernetes;

import org.jspecify.annotations.NullMarked;
