package dev.isograd.learning.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.SavedTensors;
import dev.isograd.learning.layers.Traced;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTests {

    private static final FeatureShape CIFAR = new FeatureShape(3, 32, 32);

    @ParameterizedTest
    @CsvSource({"10,4,2-2-3-3", "4,4,1-1-1-1", "7,1,7", "8,3,2-3-3", "16,8,2-2-2-2-2-2-2-2"})
    void givesLaterModulesTheBlocksLeftOver(int blocks, int modules, String sizes) {
        List<Integer> all = IntStream.range(0, blocks).boxed().toList();

        List<List<Integer>> parts = Split.byDepth(blocks, modules).of(all);

        assertThat(parts.stream().map(part -> String.valueOf(part.size()))).containsExactly(sizes.split("-"));
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyElementsOf(all);
    }

    @Test
    void cutsBeforeTheBlocksGiven() {
        assertThat(new Split(List.of(1, 3)).of(List.of("a", "b", "c", "d")))
                .containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
    }

    /** After block b of stage s; InfoPro (Wang et al. 2021, arXiv 2101.10832) and later work cut here. */
    @Test
    void cutsByDepthWhereTheFieldCutsResnet() {
        assertThat(Split.byDepth(16, 2).boundaries()).containsExactly(after(5, 2, 1));
        assertThat(Split.byDepth(16, 4).boundaries()).containsExactly(after(5, 1, 2), after(5, 2, 1), after(5, 3, 0));
        assertThat(Split.byDepth(16, 8).boundaries())
                .containsExactly(
                        after(5, 1, 0),
                        after(5, 1, 2),
                        after(5, 1, 4),
                        after(5, 2, 1),
                        after(5, 2, 3),
                        after(5, 3, 0),
                        after(5, 3, 2));
        assertThat(Split.byDepth(55, 4).boundaries())
                .containsExactly(after(18, 1, 11), after(18, 2, 7), after(18, 3, 3));
    }

    @Test
    void cutsByMemoryAtLeastAsEvenlyAsTheField() {
        List<Block> blocks = new Resnet(18, 16).blocks(CIFAR, Initializer::shapesOnly);
        Split two = new Split(List.of(after(18, 1, 14)));
        Split three = new Split(List.of(after(18, 1, 9), after(18, 2, 2)));
        Split four = new Split(List.of(after(18, 1, 6), after(18, 1, 14), after(18, 2, 8)));

        for (Split field : List.of(two, three, four)) {
            Split ours = Split.byMemory(blocks, CIFAR, field.boundaries().size() + 1, noHeads(blocks));
            assertThat(largest(bytes(blocks, ours))).isLessThanOrEqualTo(largest(bytes(blocks, field)));
        }
    }

    /**
     * With analytic passes, sgr keeps 1.5 times as much as a backward pass. With infinitely small blocks, the share of its largest
     * module would be 3 / (2 K + 1). One of the 55 blocks has 3 % of all bytes.
     */
    @ParameterizedTest
    @CsvSource({"2", "3", "4", "8"})
    void givesTheFirstModuleMoreBytesForSgr(int modules) {
        List<Block> blocks = new Resnet(18, 16).blocks(CIFAR, Initializer::shapesOnly);
        double whole = bytes(blocks, new Split(List.of()))[0];

        double[] parts = bytes(blocks, Split.bySgrMemory(blocks, CIFAR, modules, noHeads(blocks)));

        double ideal = 1.5 / (modules + 0.5);
        assertThat(parts[0] / whole).isCloseTo(ideal, within(0.031));
        for (int l = 1; l < modules; l++) {
            assertThat(1.5 * parts[l] / whole).isLessThan(ideal + 1.5 * 0.031);
        }
    }

    @ParameterizedTest
    @CsvSource({"9-1-1-1-1-1-1,2,1-6", "9-1-1-1-1-1-1,3,1-3-3", "1-1-1-1,2,2-2", "3-3-3,3,1-1-1", "5-5,1,2"})
    void balancesTheCostliestModuleFirst(String costs, int modules, String sizes) {
        long[] numbers =
                Arrays.stream(costs.split("-")).mapToLong(Long::parseLong).toArray();

        Split split = new Balance(
                        numbers.length,
                        (begin, end) -> Arrays.stream(numbers, begin, end).sum())
                .cut(modules);

        List<Integer> all = IntStream.range(0, numbers.length).boxed().toList();
        assertThat(split.of(all).stream().map(part -> String.valueOf(part.size())))
                .containsExactly(sizes.split("-"));
    }

    private static List<Layer> noHeads(List<Block> blocks) {
        return Collections.nCopies(blocks.size(), Chain.of());
    }

    /** The boundary after block b, counted from 0, of stage s in a ResNet whose stem is block 0. */
    private static int after(int blocksPerStage, int stage, int block) {
        return 1 + (stage - 1) * blocksPerStage + block + 1;
    }

    private static double largest(double[] numbers) {
        return Arrays.stream(numbers).max().orElseThrow();
    }

    /** The bytes that each module keeps for one backward pass. */
    private static double[] bytes(List<Block> blocks, Split split) {
        FeatureShape input = CIFAR;
        List<Double> all = new ArrayList<>();
        for (List<Block> part : split.of(blocks)) {
            SavedTensors saved = new SavedTensors();
            Traced x = Traced.of(input);
            for (Block block : part) {
                x = block.layer().trace(x, saved);
            }
            all.add((double) saved.bytes());
            input = part.getLast().output();
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
