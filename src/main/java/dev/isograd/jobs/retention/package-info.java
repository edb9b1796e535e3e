/** How long jobs and their data are kept, by project, and the purge of deleted jobs. */
@NamedInterface("retention")
@NullMarked
package dev.isograd.jobs.retention;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
