package dev.isograd.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleLimitCaseTests {

    private static final Map<String, ?> ONE_MODULE = Map.of("split", Map.of("modules", 1));

    @Test
    void greedyWithOneModuleEqualsBackprop() {
        TrainingRun backprop = TrainingRun.of(Synthetic.spec(Synthetic.backprop(), ONE_MODULE));
        TrainingRun greedy = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), ONE_MODULE));

        assertThat(greedy.weights()).isEqualTo(backprop.weights());
        assertThat(greedy.losses()).isEqualTo(backprop.losses());
    }

    @Test
    void sgrWithOneModuleEqualsBackprop() {
        TrainingRun backprop = TrainingRun.of(Synthetic.spec(Synthetic.backprop(), ONE_MODULE));
        TrainingRun sgr = TrainingRun.of(Synthetic.spec(Synthetic.sgr("cos", 0.2), ONE_MODULE));

        assertThat(sgr.weights()).isEqualTo(backprop.weights());
    }

    @Test
    void checkpointedBackpropEqualsBackprop() {
        TrainingRun backprop = TrainingRun.of(Synthetic.spec(Synthetic.backprop(), Map.of()));
        TrainingRun checkpointed = TrainingRun.of(Synthetic.spec(Map.of("type", "checkpointed-backprop"), Map.of()));

        assertThat(checkpointed.weights()).isEqualTo(backprop.weights());
        assertThat(checkpointed.metrics()).isEqualTo(backprop.metrics());
    }

    @Test
    void overlapWithTwoModulesEqualsBackprop() {
        Map<String, ?> twoModules = Map.of("split", Map.of("modules", 2));
        TrainingRun backprop = TrainingRun.of(Synthetic.spec(Synthetic.backprop(), twoModules));
        TrainingRun overlap = TrainingRun.of(Synthetic.spec(Map.of("type", "overlap"), twoModules));

        assertThat(overlap.weights()).isEqualTo(backprop.weights());
        assertThat(overlap.losses()).isEqualTo(backprop.losses());
    }

    @Test
    void staggeredEqualsGreedyInGroupsOfOne() {
        TrainingRun greedy = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of()));
        TrainingRun staggered = TrainingRun.of(Synthetic.spec(Map.of("type", "staggered", "group", 1), Map.of()));

        assertThat(staggered.weights()).isEqualTo(greedy.weights());
        assertThat(staggered.metrics()).isEqualTo(greedy.metrics());
    }

    @Test
    void guidanceEqualsBackpropIfAllStepsAreGuidedAndGreedyIfNoneIs() {
        TrainingRun backprop = TrainingRun.of(Synthetic.spec(Synthetic.backprop(), Map.of()));
        TrainingRun greedy = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of()));
        TrainingRun guided = TrainingRun.of(Synthetic.spec(Map.of("type", "pgl", "period", 1), Map.of()));
        TrainingRun unguided = TrainingRun.of(Synthetic.spec(Map.of("type", "pgl", "period", 1_000_000), Map.of()));

        assertThat(guided.weights()).isEqualTo(backprop.weights());
        assertThat(guided.losses()).isEqualTo(backprop.losses());
        assertThat(unguided.weights()).isEqualTo(greedy.weights());
        assertThat(unguided.metrics()).isEqualTo(greedy.metrics());
    }

    @Test
    void predsimWithoutSimilarityWeightEqualsGreedy() {
        TrainingRun greedy = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of()));
        TrainingRun predsim = TrainingRun.of(Synthetic.spec(Map.of("type", "predsim", "beta", 0), Map.of()));

        assertThat(predsim.weights()).isEqualTo(greedy.weights());
        assertThat(predsim.losses()).isEqualTo(greedy.losses());
    }

    @Test
    void blockwiseEqualsGreedyWithLinearHeads() {
        TrainingRun greedy =
                TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of("head", Map.of("type", "linear"))));
        TrainingRun blockwise =
                TrainingRun.of(Synthetic.spec(Map.of("type", "blockwise"), Map.of("head", Map.of("type", "dgl"))));

        assertThat(blockwise.weights()).isEqualTo(greedy.weights());
        assertThat(blockwise.metrics()).isEqualTo(greedy.metrics());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cos", "norm", "sq", "rel"})
    void sgrWithWeightZeroEqualsGreedy(String distance) {
        TrainingRun greedy = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of()));
        TrainingRun sgr = TrainingRun.of(Synthetic.spec(Synthetic.sgr(distance, 0), Map.of()));

        assertThat(sgr.weights()).isEqualTo(greedy.weights());
        assertThat(sgr.losses()).isEqualTo(greedy.losses());
    }

    @Test
    void sgrDiffersFromGreedy() {
        TrainingRun greedy = TrainingRun.of(Synthetic.spec(Synthetic.greedy(), Map.of()));
        TrainingRun sgr = TrainingRun.of(Synthetic.spec(Synthetic.sgr("cos", 0.2), Map.of()));

        assertThat(sgr.weights()).isNotEqualTo(greedy.weights());
    }
}
