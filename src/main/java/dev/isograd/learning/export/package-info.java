/** Trained networks as files for other programs: ONNX, TorchScript and safetensors. Reads the network setup and the layers. */
@NamedInterface("export")
@NullMarked
package dev.isograd.learning.export;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
