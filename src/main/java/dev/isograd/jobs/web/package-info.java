/** Jobs as users see and control them: submission, listing, control, results. */
@NullMarked
package dev.isograd.jobs.web;

import org.jspecify.annotations.NullMarked;
