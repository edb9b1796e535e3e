/** Measurements that cost extra passes: closeness to back-propagation, dead units, isolation. Reads rules. */
@NullMarked
package dev.isograd.learning.diagnostics;

import org.jspecify.annotations.NullMarked;
