/** What a network computes after training, as operations that a file format can write down. Reads nothing but DJL's arrays. */
@NullMarked
package dev.isograd.learning.graph;

import org.jspecify.annotations.NullMarked;
