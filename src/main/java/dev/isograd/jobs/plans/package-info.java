/** What a training would take before it is submitted: memory, time, place in the queue, and how to make it smaller. */
@NullMarked
package dev.isograd.jobs.plans;

import org.jspecify.annotations.NullMarked;
