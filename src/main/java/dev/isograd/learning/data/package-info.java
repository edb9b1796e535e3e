/** From images on disk to batches on the device: order, augmentation, normalisation; reads random. */
@NullMarked
package dev.isograd.learning.data;

import org.jspecify.annotations.NullMarked;
