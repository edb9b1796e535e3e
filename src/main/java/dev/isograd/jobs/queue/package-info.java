/** The queue as workers use it: claims, leases, attempts, and the ends of attempts. */
@NamedInterface("queue")
@NullMarked
package dev.isograd.jobs.queue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
