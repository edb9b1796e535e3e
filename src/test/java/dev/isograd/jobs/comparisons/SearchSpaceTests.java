package dev.isograd.jobs.comparisons;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.jobs.comparisons.SearchSpace.Range;
import dev.isograd.jobs.comparisons.SearchSpace.Values;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchSpaceTests {

    private final SearchSpace finite = new SearchSpace(List.of(
            new Values("/rule", List.of(Map.of("type", "greedy"), Map.of("type", "sgr"))),
            new Values("/split/modules", List.of(2, 4))));

    private final SearchSpace rates = new SearchSpace(List.of(new Range("/optimizer/learningRate", 0.001, 0.1, true)));

    @Test
    void listsEveryCombination() {
        assertThat(finite.size()).isEqualTo(4);
        assertThat(finite.grid().stream().map(finite::label))
                .containsExactly(
                        "rule greedy, modules 2",
                        "rule greedy, modules 4",
                        "rule sgr, modules 2",
                        "rule sgr, modules 4");
        assertThat(finite.changes(finite.grid().getFirst()))
                .isEqualTo(Map.of("rule", Map.of("type", "greedy"), "split", Map.of("modules", 2)));
    }

    @Test
    void drawsDistinctPointsThatTheSeedDetermines() {
        List<List<Object>> drawn = finite.random(3, 7);

        assertThat(drawn).hasSize(3).doesNotHaveDuplicates().isSubsetOf(finite.grid());
        assertThat(finite.random(3, 7)).isEqualTo(drawn);
        assertThat(rates.random(3, 8)).isNotEqualTo(rates.random(3, 9));
        assertThat(finite.random(9, 1)).hasSize(4);
    }

    @Test
    void drawsEvenlyInTheLogarithm() {
        List<Double> drawn = rates.random(200, 1).stream()
                .map(point -> (Double) point.getFirst())
                .toList();

        assertThat(drawn).allMatch(rate -> rate >= 0.001 && rate <= 0.1);
        assertThat(drawn.stream().filter(rate -> rate < 0.01).count()).isBetween(80L, 120L);
        assertThat(rates.label(List.of(0.0123))).isEqualTo("learningRate 0.0123");
    }
}
