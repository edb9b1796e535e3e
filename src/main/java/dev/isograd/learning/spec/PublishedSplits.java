package dev.isograd.learning.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The cuts of published work on local learning: InfoPro (Wang et al. 2021, arXiv 2101.10832) and its successors. Each is
 * given as there, after a block of a stage.
 */
public final class PublishedSplits {

    private PublishedSplits() {}

    /** The numbers of the blocks before which a module begins. */
    public static Optional<List<Integer>> of(NetworkSpec network, int modules) {
        return Optional.ofNullable(known(network).get(modules));
    }

    /** Says for which numbers of modules this network has published splits, or that it has none. */
    static String choices(NetworkSpec network) {
        SequencedMap<Integer, List<Integer>> known = known(network);
        return known.isEmpty()
                ? "published splits exist only for resnet of depth 32 or 110 and resnet-bottleneck of depth 101 or 152"
                : "published splits of this network exist only for "
                        + known.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + " modules";
    }

    private static SequencedMap<Integer, List<Integer>> known(NetworkSpec network) {
        SequencedMap<Integer, List<Integer>> known = new TreeMap<>();
        if (network instanceof NetworkSpec.Resnet resnet && resnet.depth() == 32) {
            int blocks = resnet.blocksPerStage();
            known.put(2, List.of(after(blocks, 2, 1)));
            known.put(4, List.of(after(blocks, 1, 2), after(blocks, 2, 1), after(blocks, 3, 0)));
            known.put(8, eightOfResnet32(blocks));
            // After the stem and each block but the last.
            known.put(16, IntStream.rangeClosed(1, 3 * blocks).boxed().toList());
        } else if (network instanceof NetworkSpec.Resnet resnet && resnet.depth() == 110) {
            int blocks = resnet.blocksPerStage();
            known.put(2, List.of(after(blocks, 2, 8)));
            known.put(4, List.of(after(blocks, 1, 11), after(blocks, 2, 7), after(blocks, 3, 3)));
        } else if (network instanceof NetworkSpec.ResnetBottleneck resnet) {
            // Balanced by memory: after layer2[0] and layer2[5].
            if (resnet.depth() == 101) {
                known.put(2, List.of(after(3, 2, 0)));
            } else if (resnet.depth() == 152) {
                known.put(2, List.of(after(3, 2, 5)));
            }
        }
        return known;
    }

    private static List<Integer> eightOfResnet32(int blocks) {
        List<Integer> boundaries = new ArrayList<>();
        boundaries.addAll(List.of(after(blocks, 1, 0), after(blocks, 1, 2), after(blocks, 1, 4)));
        boundaries.addAll(List.of(after(blocks, 2, 1), after(blocks, 2, 3)));
        boundaries.addAll(List.of(after(blocks, 3, 0), after(blocks, 3, 2)));
        return boundaries;
    }

    /** The boundary after a block, counted from 0, of a stage, counted from 1, of equal stages behind a stem. */
    private static int after(int blocksPerStage, int stage, int block) {
        int stem = 1;
        return stem + (stage - 1) * blocksPerStage + block + 1;
    }
}
