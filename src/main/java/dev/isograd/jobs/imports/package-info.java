/** The import jobs of data sets, for the package that takes orders for imports. */
@NamedInterface("imports")
@NullMarked
package dev.isograd.jobs.imports;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
