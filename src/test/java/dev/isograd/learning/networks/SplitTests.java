package dev.isograd.learning.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitTests {

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
}
