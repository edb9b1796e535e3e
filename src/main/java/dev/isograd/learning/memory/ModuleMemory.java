package dev.isograd.learning.memory;

import dev.isograd.learning.layers.AnalyticChain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes per image that one local module keeps, as its layers record them in {@link SavedTensors}.
 *
 * @param number 1 to {@code modules}
 * @param input bytes of its input, part of {@code body}
 * @param output bytes of its features, part of {@code body}
 * @param body kept for the backward pass of the body, including input and features
 * @param head kept in addition for the backward pass of the head
 * @param gradient kept in addition to both while the gradient with respect to the input can be differentiated
 * @param analytic whether the body computes that derivative with an {@link AnalyticChain}
 * @param bodyAndBelow kept for this body and the one below together
 * @param working alive in addition to all of these, at the highest point of the backward pass
 */
record ModuleMemory(
        int number,
        int modules,
        long input,
        long output,
        long body,
        long head,
        long gradient,
        boolean analytic,
        long bodyAndBelow,
        long working) {

    static List<ModuleMemory> of(LocalNetwork network, FeatureShape images) {
        List<ModuleMemory> all = new ArrayList<>();
        List<LocalModule> pair = new ArrayList<>();
        FeatureShape below = images;
        FeatureShape input = images;
        for (LocalModule module : network.modules()) {
            pair.add(module);
            all.add(of(module, network.modules().size(), Traced.of(input), bodies(pair, Traced.of(below))));
            below = input;
            input = module.body().trace(Traced.of(input), new SavedTensors()).shape();
            pair = new ArrayList<>(List.of(module));
        }
        return all;
    }

    private static long bodies(List<LocalModule> modules, Traced input) {
        SavedTensors saved = new SavedTensors();
        Traced x = input;
        saved.save(x);
        for (LocalModule module : modules) {
            x = module.body().trace(x, saved);
            saved.save(x);
        }
        return saved.bytes();
    }

    private static ModuleMemory of(LocalModule module, int modules, Traced input, long bodyAndBelow) {
        SavedTensors saved = new SavedTensors();
        saved.save(input);
        Traced features = module.body().trace(input, saved);
        saved.save(features);
        long body = saved.bytes();
        boolean analytic = AnalyticChain.of(module.body()).isPresent();
        long replaced = analytic ? saved.gradientBytes() - saved.analyticBytes() : 0;
        module.head().trace(features, saved);
        saved.saveGradient(input);
        if (analytic || module.number() < modules) {
            saved.saveGradient(features);
        }
        return new ModuleMemory(
                module.number(),
                modules,
                bytes(input),
                bytes(features),
                body,
                saved.bytes() - body,
                saved.gradientBytes() - replaced,
                analytic,
                bodyAndBelow,
                saved.peakBytes() - saved.bytes());
    }

    /** Records the whole network as one graph, with or without auxiliary heads. */
    static SavedTensors whole(LocalNetwork network, FeatureShape images, boolean heads) {
        SavedTensors saved = new SavedTensors();
        Traced x = Traced.of(images);
        for (LocalModule module : network.modules()) {
            x = module.body().trace(x, saved);
            if (heads || module == network.last()) {
                module.head().trace(x, saved);
            }
        }
        return saved;
    }

    boolean first() {
        return number == 1;
    }

    boolean last() {
        return number == modules;
    }

    /** While the module is updated by itself; keeps the gradient with respect to its input for comparison. */
    long local() {
        return body + head + (first() ? 0 : input);
    }

    /** While the gradient with respect to its input is differentiated. */
    long reconciled() {
        return local() + (first() ? 0 : gradient);
    }

    /** The second backward pass, or the JVP, starts at the module's input while everything is still kept. */
    long doubleBackwardWorkspace() {
        long atInput = analytic ? SavedTensors.analyticWorkspace(input) : SavedTensors.doubleBackwardWorkspace(input);
        return first() ? working : Math.max(working, atInput);
    }

    private static long bytes(Traced array) {
        return (long) Float.BYTES * array.shape().numbers();
    }
}
