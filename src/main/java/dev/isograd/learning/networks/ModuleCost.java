package dev.isograd.learning.networks;

import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.List;

/** Estimates how much work a step of each module is, so that lanes can have similar shares. The unit has no meaning. */
public final class ModuleCost {

    private ModuleCost() {}

    /**
     * Counts the numbers that a module keeps for its backward passes, because most operations of a step read or write each of
     * them, and the products of its linear layers. The later stages of a network keep less for as many products.
     *
     * @param reconciled whether the rule differentiates gradients with respect to inputs
     */
    public static long[] of(List<LocalModule> modules, FeatureShape images, boolean reconciled) {
        long[] costs = new long[modules.size()];
        Traced x = Traced.of(images);
        for (LocalModule module : modules) {
            SavedTensors saved = new SavedTensors();
            x = module.body().trace(Traced.of(x.shape()), saved);
            module.head().trace(x, saved);
            boolean twice = reconciled && module.number() > 1;
            long cost = saved.bytes() + saved.products() / SavedTensors.PRODUCTS_PER_BYTE;
            costs[module.number() - 1] = twice ? 2 * cost : cost;
        }
        return costs;
    }
}
