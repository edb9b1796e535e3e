package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryAdviceTests {

    private static final LabelledImages IMAGES = Synthetic.images(64, 3, 16, 4);
    private static final TrainingSpec SPEC = Synthetic.spec(
            Synthetic.backprop(),
            Map.of("network", Map.of("type", "resnet", "depth", 20, "width", 8), "batchSize", 64));

    @Test
    void namesWhatFitsAndNothingElse() {
        long free = enoughFor("greedy", 64);

        Map<Integer, Set<String>> fitting = new MemoryAdvice(SPEC, IMAGES, free).fitting();

        assertThat(fitting.keySet().iterator().next()).isEqualTo(64);
        assertThat(fitting.get(64)).contains("greedy").doesNotContain("backprop");
        assertThat(fitting.get(32)).contains("backprop");
        fitting.forEach((batch, rules) -> rules.forEach(rule -> {
            assertThat(estimate(spec(rule, batch)) * 1.08).as(rule).isLessThanOrEqualTo(free);
            if (batch < 64) {
                assertThat(estimate(spec(rule, 2 * batch)) * 1.08).as(rule).isGreaterThan(free);
            }
        }));
    }

    @Test
    void isASentenceForTheUser() {
        assertThat(new MemoryAdvice(SPEC, IMAGES, enoughFor("greedy", 64)).sentence())
                .matches(
                        "The training takes about [0-9,]+ MB by its estimate, and [0-9,]+ MB were free\\. "
                                + "By the estimates, these would fit: batch size 64 with .*greedy.*; batch size 32 with backprop.*\\.");
    }

    @Test
    void saysThatNothingFits() {
        assertThat(new MemoryAdvice(SPEC, IMAGES, 1000).sentence())
                .endsWith("No rule fits with this network, whatever the batch size.");
    }

    /** The estimate was too low, or other programs took memory later; the same again would not help. */
    @Test
    void advisesOnlyWhatTakesLess() {
        Map<Integer, Set<String>> fitting = new MemoryAdvice(SPEC, IMAGES, Long.MAX_VALUE).fitting();

        assertThat(fitting.get(64)).doesNotContain("backprop").contains("greedy");
        assertThat(fitting.get(32)).contains("backprop");
    }

    /** With the reserve. */
    private static long enoughFor(String rule, int batch) {
        return (long) Math.ceil(estimate(spec(rule, batch)) * 1.08);
    }

    private static TrainingSpec spec(String rule, int batch) {
        Map<String, Object> tree = new LinkedHashMap<>(SpecWriter.write(SPEC));
        tree.put("rule", Map.of("type", rule));
        tree.put("batchSize", batch);
        return SpecReader.read(tree);
    }

    private static long estimate(TrainingSpec spec) {
        return MemoryEstimate.of(spec, IMAGES).rule().total();
    }
}
