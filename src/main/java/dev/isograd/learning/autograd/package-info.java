/** The one place that talks to libtorch's autograd: gradients as values, leaves, recording; reads nothing of ours. */
@NullMarked
package dev.isograd.learning.autograd;

import org.jspecify.annotations.NullMarked;
