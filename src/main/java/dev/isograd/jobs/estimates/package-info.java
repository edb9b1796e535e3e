/** Memory estimates of submissions and plans, computed once. */
@NullMarked
package dev.isograd.jobs.estimates;

import org.jspecify.annotations.NullMarked;
