/** Runs local modules in turn or side by side, each lane in a thread of its own. Reads rules, and what they read. */
@NullMarked
package dev.isograd.learning.lanes;

import org.jspecify.annotations.NullMarked;
