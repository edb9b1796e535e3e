package dev.isograd.learning.rules;

/**
 * What only some steps measure at a local module, because it costs a pass through the network of its own.
 *
 * @param endToEndCosine between the gradient that the optimizer got for the body and that of the last loss by it
 * @param deadUnits part of the body's output channels that are 0 at every position of every image
 */
public record StepDiagnostics(double endToEndCosine, double deadUnits) {}
