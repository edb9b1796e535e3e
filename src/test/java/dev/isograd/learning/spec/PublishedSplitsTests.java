package dev.isograd.learning.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedSplitsTests {

    /** Block 0 is the stem; after block b of stage s, both as published, the next number is 1 + n (s - 1) + b + 1. */
    @ParameterizedTest
    @CsvSource({
        "resnet,32,2,8",
        "resnet,32,4,4 8 12",
        "resnet,32,8,2 4 6 8 10 12 14",
        "resnet,32,16,1 2 3 4 5 6 7 8 9 10 11 12 13 14 15",
        "resnet,110,2,28",
        "resnet,110,4,13 27 41",
        "resnet-bottleneck,101,2,5",
        "resnet-bottleneck,152,2,10"
    })
    void knowsWhereTheFieldCuts(String type, int depth, int modules, String boundaries) {
        TrainingSpec spec = SpecReader.read(tree(type, depth, modules));

        List<Integer> expected =
                Arrays.stream(boundaries.split(" ")).map(Integer::valueOf).toList();
        assertThat(PublishedSplits.of(spec.network(), spec.split().modules())).contains(expected);
    }

    @Test
    void saysForHowManyModulesTheNetworkHasPoints() {
        assertThat(refusal(tree("resnet", 32, 3)))
                .isEqualTo(new SpecProblem(
                        "/split/by",
                        "published splits of this network exist only for 2, 4, 8, 16 modules; got 3 modules"));
    }

    @Test
    void saysWhichNetworksHavePoints() {
        assertThat(refusal(tree("resnet", 20, 2)).detail())
                .startsWith(
                        "published splits exist only for resnet of depth 32 or 110 and resnet-bottleneck of depth 101")
                .endsWith("got 2 modules");
    }

    private static SpecProblem refusal(Map<String, ?> tree) {
        return catchThrowableOfType(InvalidSpec.class, () -> SpecReader.read(tree))
                .problems()
                .getFirst();
    }

    private static Map<String, ?> tree(String type, int depth, int modules) {
        return Map.of(
                "dataset", "any",
                "epochs", 1,
                "rule", Map.of("type", "greedy"),
                "network", Map.of("type", type, "depth", depth),
                "split", Map.of("by", "published", "modules", modules));
    }
}
