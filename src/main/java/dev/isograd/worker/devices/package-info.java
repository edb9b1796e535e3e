/** The devices of this worker: the GPUs that NVML lists, the state of each, and the slots that trainings occupy. */
@NullMarked
package dev.isograd.worker.devices;

import org.jspecify.annotations.NullMarked;
