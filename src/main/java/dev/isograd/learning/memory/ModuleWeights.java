package dev.isograd.learning.memory;

import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.networks.LocalModule;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Bytes of the parameters of one local module.
 *
 * @param body of all parameters of the body, running statistics included
 * @param trainableBody of those that an optimizer updates
 * @param head of all parameters of the head
 * @param trainableHead of those that an optimizer updates
 * @param largest of the largest array that an optimizer updates
 */
record ModuleWeights(long body, long trainableBody, long head, long trainableHead, long largest) {

    static ModuleWeights of(LocalModule module) {
        List<Parameter> body = module.body().parameters();
        List<Parameter> head = module.head().parameters();
        return new ModuleWeights(
                bytes(body.stream()),
                trainable(body),
                bytes(head.stream()),
                trainable(head),
                Math.max(largest(body), largest(head)));
    }

    /** A module without its head, which a rule without auxiliary heads does not have. */
    ModuleWeights withoutHead() {
        return new ModuleWeights(body, trainableBody, 0, 0, largest);
    }

    ModuleWeights plus(ModuleWeights other) {
        return new ModuleWeights(
                body + other.body,
                trainableBody + other.trainableBody,
                head + other.head,
                trainableHead + other.trainableHead,
                Math.max(largest, other.largest));
    }

    static ModuleWeights sum(List<ModuleWeights> modules) {
        return modules.stream().reduce(new ModuleWeights(0, 0, 0, 0, 0), ModuleWeights::plus);
    }

    /** Gradients of the module that has most. */
    static long gradientsOfLargest(List<ModuleWeights> modules) {
        return gradientsOfNeighbors(modules, 1);
    }

    /** Gradients of a module and of the head above it, which runs before the module's update. */
    static long gradientsOfPairs(List<ModuleWeights> modules) {
        long most = modules.getLast().trainable();
        for (int l = 1; l < modules.size(); l++) {
            most = Math.max(
                    most, modules.get(l - 1).trainable() + modules.get(l).trainableHead());
        }
        return most;
    }

    /** Gradients of so many neighboring modules together. */
    static long gradientsOfNeighbors(List<ModuleWeights> modules, int size) {
        return IntStream.rangeClosed(1, modules.size())
                .mapToLong(
                        to -> sum(modules.subList(Math.max(0, to - size), to)).trainable())
                .max()
                .orElseThrow();
    }

    long bytes() {
        return body + head;
    }

    long trainable() {
        return trainableBody + trainableHead;
    }

    private static long trainable(List<Parameter> parameters) {
        return bytes(parameters.stream().filter(Parameter::trainable));
    }

    private static long largest(List<Parameter> parameters) {
        return parameters.stream()
                .filter(Parameter::trainable)
                .mapToLong(parameter -> bytes(Stream.of(parameter)))
                .max()
                .orElse(0);
    }

    private static long bytes(Stream<Parameter> parameters) {
        return Float.BYTES
                * parameters.mapToLong(parameter -> parameter.array().size()).sum();
    }
}
