/** The queue of jobs: claims, leases, attempts and their outcomes. */
@NamedInterface("queue")
@NullMarked
package dev.isograd.jobs.queue;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
