/** The safetensors file format. Reads layers. */
@NamedInterface("safetensors")
@NullMarked
package dev.isograd.learning.safetensors;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
