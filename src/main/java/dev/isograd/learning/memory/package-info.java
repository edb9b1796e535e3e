/** The memory estimate of a training, computed from shapes alone. Reads the setup of a training and its rules. */
@NamedInterface("memory")
@NullMarked
package dev.isograd.learning.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
