/** Update rules: what one training step does to a network; reads networks, heads, optimizers and data. */
@NullMarked
package dev.isograd.learning.rules;

import org.jspecify.annotations.NullMarked;
