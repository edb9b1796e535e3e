package dev.isograd.learning.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Images held out by class, and orders that take equally many images of each class. */
class PartsAndOrdersTests {

    /** 90, 9 and 1 images of the classes 0, 1 and 3; none of class 2. */
    private static final int[] LABELS =
            IntStream.range(0, 100).map(i -> i == 50 ? 3 : i % 11 == 10 ? 1 : 0).toArray();

    @Test
    void holdsOutEachClassInProportion() {
        Holdout parts = Holdout.of(LABELS, 4, 20, 7);

        assertThat(parts.heldOut()).hasSize(20).doesNotHaveDuplicates().isSorted();
        assertThat(IntStream.concat(Arrays.stream(parts.heldOut()), Arrays.stream(parts.learned()))
                        .sorted())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(counts(parts.heldOut())).containsExactly(18, 2, 0, 0);
        assertThat(Holdout.of(LABELS, 4, 20, 7).heldOut()).isEqualTo(parts.heldOut());
        assertThat(Holdout.of(LABELS, 4, 20, 8).heldOut()).isNotEqualTo(parts.heldOut());
        assertThat(Holdout.of(LABELS, 4, 0, 7).learned()).hasSize(100);
    }

    @Test
    void holdsOutTheLastImageOfAClassOnlyIfItMust() {
        int[] labels = {0, 1, 2, 3, 3, 3, 3, 3};

        assertThat(Arrays.stream(Holdout.of(labels, 4, 4, 1).heldOut())).allMatch(image -> labels[image] == 3);
        assertThat(Holdout.of(new int[] {0, 1, 2, 3}, 4, 2, 1).heldOut()).hasSize(2);
    }

    @Test
    void takesAsManyOfEachClass() {
        BalancedSampler sampler = BalancedSampler.of(5, LABELS, 4);

        int[] order = sampler.order(3);

        assertThat(order).hasSize(100);
        assertThat(counts(order)[2]).isZero();
        assertThat(counts(order)[0]).isBetween(33, 34);
        assertThat(counts(order)[1]).isBetween(33, 34);
        assertThat(counts(order)[3]).isBetween(33, 34);
        assertThat(Arrays.stream(order).filter(image -> LABELS[image] == 0))
                .as("a class with enough images repeats none")
                .doesNotHaveDuplicates();
        assertThat(IntStream.range(0, 100).filter(image -> LABELS[image] == 1))
                .as("a small class repeats all of its images about as often")
                .allMatch(image ->
                        Arrays.stream(order).filter(taken -> taken == image).count() >= 3);
        assertThat(sampler.order(3)).isEqualTo(order);
        assertThat(sampler.order(4)).isNotEqualTo(order);
    }

    @Test
    void leavesOutTheRestOfAnOrder() {
        int[] images = {10, 20, 30, 40};

        assertThat(Arrays.stream(new Sampler(1, 4).of(images, 3).order(2)).boxed())
                .hasSize(3)
                .isSubsetOf(10, 20, 30, 40)
                .doesNotHaveDuplicates();
    }

    private static int[] counts(int[] images) {
        int[] counts = new int[4];
        for (int image : images) {
            counts[LABELS[image]]++;
        }
        return counts;
    }
}
