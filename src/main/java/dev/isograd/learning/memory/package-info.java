/** The memory estimate of a training, computed from shapes alone. Depends on the training setup and the rules. */
@NamedInterface("memory")
@NullMarked
package dev.isograd.learning.memory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
