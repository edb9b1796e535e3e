/** Reads the files of archives and folders that nobody has checked, within the limits of an import. */
@NullMarked
package dev.isograd.imports.sources;

import org.jspecify.annotations.NullMarked;
