/** The worker's part of an import before and after its child process: the source, and the prepared files. */
@NullMarked
package dev.isograd.worker.imports;

import org.jspecify.annotations.NullMarked;
