/** The application class of Isograd, its roles, and types that all packages share, such as ids, digests and statistics. */
@NullMarked
package dev.isograd;

import org.jspecify.annotations.NullMarked;
