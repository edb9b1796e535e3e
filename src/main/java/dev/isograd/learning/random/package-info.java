/** Random numbers as a pure function of a seed, a name and a counter; reads nothing. */
@NullMarked
package dev.isograd.learning.random;

import org.jspecify.annotations.NullMarked;
