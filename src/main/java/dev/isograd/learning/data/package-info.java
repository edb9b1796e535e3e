/** From image bytes to batches on the device: order, augmentation, normalization; depends on random. */
@NamedInterface("data")
@NullMarked
package dev.isograd.learning.data;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
