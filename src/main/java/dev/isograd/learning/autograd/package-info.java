/** The only package that uses libtorch's autograd: gradients as values, leaves, recording. Depends on no package of ours. */
@NullMarked
package dev.isograd.learning.autograd;

import org.jspecify.annotations.NullMarked;
