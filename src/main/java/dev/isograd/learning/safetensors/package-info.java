/** The safetensors file format. Reads layers, and Jackson's streaming API for the header, which is JSON. */
@NamedInterface("safetensors")
@NullMarked
package dev.isograd.learning.safetensors;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
