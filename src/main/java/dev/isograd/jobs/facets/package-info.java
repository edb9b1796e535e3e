/** The values by which the jobs of a project can be filtered. */
@NullMarked
package dev.isograd.jobs.facets;

import org.jspecify.annotations.NullMarked;
