/** Random numbers as a pure function of a seed, a name and counters; depends on no other package. */
@NullMarked
package dev.isograd.learning.random;

import org.jspecify.annotations.NullMarked;
