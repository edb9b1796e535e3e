package dev.isograd.learning.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the network is cut into local modules: a number of modules, or explicit boundaries. */
@Help(title = "Split", value = "Cuts the network into gradient-isolated local modules.")
public record SplitSpec(
        @Option(
                help =
                        "Number of local modules, K. The default is the number of blocks if the network has fewer than 4.",
                defaultValue = "4",
                min = 1,
                max = 1024)
        int modules,

        @Option(
                help = "What the modules have in equal shares: blocks (depth), bytes of activations (memory), or the "
                        + "bytes that sgr keeps, which are twice as many in every module but the first (sgr-memory). "
                        + "published: the cuts of published work on ResNet-32, 101, 110 and 152.",
                defaultValue = "depth")
        By by,

        @Option(
                help = "Explicit cuts instead: ascending numbers of the blocks at which a module begins, "
                        + "such as [3, 5, 8].",
                defaultValue = Option.ABSENT,
                max = 1023,
                ascending = true)
        @Nullable
        List<Integer> boundaries) {

    public SplitSpec {
        if (boundaries != null) {
            boundaries = List.copyOf(boundaries);
            InvalidField.requireAscending("/boundaries", boundaries);
            modules = boundaries.size() + 1;
        }
    }

    /** @throws InvalidField (pointer relative to the spec) when the network has too few blocks for these modules */
    void checkFits(NetworkSpec network) {
        int blocks = network.blocks();
        if (boundaries == null && modules > blocks) {
            throw new InvalidField(
                    "/split/modules",
                    "the network has %d blocks, so there can be at most %d modules; got %d"
                            .formatted(blocks, blocks, modules));
        }
        if (boundaries == null
                && by == By.PUBLISHED
                && PublishedSplits.of(network, modules).isEmpty()) {
            throw new InvalidField(
                    "/split/by", PublishedSplits.choices(network) + "; got %d modules".formatted(modules));
        }
        if (boundaries != null && !boundaries.isEmpty() && boundaries.getLast() >= blocks) {
            throw new InvalidField(
                    "/split/boundaries",
                    "the network has %d blocks, so the last boundary must be at most %d; got %d"
                            .formatted(blocks, blocks - 1, boundaries.getLast()));
        }
    }

    /** What the modules have in equal shares. */
    public enum By {
        /** The number of blocks. If it is not divisible, the later modules have one more. */
        DEPTH,
        /** The bytes of activations kept for the backward pass. */
        MEMORY,
        /** The bytes that sgr keeps: twice as many in every module but the first, which therefore becomes the largest. */
        SGR_MEMORY,
        /** The cuts of published work, which exist for some networks and numbers of modules. */
        PUBLISHED
    }
}
