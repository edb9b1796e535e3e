/** What a network takes and computes after training, as operations that a file format can write down. Reads DJL's arrays only. */
@NamedInterface("graph")
@NullMarked
package dev.isograd.learning.graph;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
