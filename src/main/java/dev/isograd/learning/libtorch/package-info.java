/**
 * What libtorch, CUDA and the driver can tell or be told that DJL does not expose, through {@code java.lang.foreign}. Depends on
 * no package of ours.
 */
@NamedInterface("libtorch")
@NullMarked
package dev.isograd.learning.libtorch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
