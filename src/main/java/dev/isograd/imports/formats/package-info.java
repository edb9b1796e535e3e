/** Finds the labelled pictures in the files of a source, for each format that an import reads. */
@NullMarked
package dev.isograd.imports.formats;

import org.jspecify.annotations.NullMarked;
