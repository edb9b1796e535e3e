/** Update rules: how a training step updates a network. Reads reconciliation, networks, heads, optimizers and data. */
@NullMarked
package dev.isograd.learning.rules;

import org.jspecify.annotations.NullMarked;
