/** Measures once how fast the devices of this worker train, while no job is running, and keeps the figures for plans. */
@NullMarked
package dev.isograd.worker.calibration;

import org.jspecify.annotations.NullMarked;
