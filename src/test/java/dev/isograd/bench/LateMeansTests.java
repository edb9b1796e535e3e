package dev.isograd.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.Metric;
import dev.isograd.learning.TrainingOutline;
import dev.isograd.learning.TrainingOutline.Platform;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LateMeansTests {

    @Test
    void keepsTheMeansOfEachModuleAndOfAllTogether() {
        LateMeans late = new LateMeans();
        late.started(
                new TrainingOutline(2, 50, 0, 1, 50, 1, List.of(), new Platform("cpu", "", "", "float32", Map.of())));

        late.metric(new Metric("boundary.squaredDistance", 2, 90, 1000));
        late.metric(new Metric("boundary.squaredDistance", 2, 91, 1));
        late.metric(new Metric("boundary.squaredDistance", 2, 100, 3));
        late.metric(new Metric("boundary.squaredDistance", 3, 100, 8));
        late.metric(new Metric("train.loss", null, 100, 0.5));

        assertThat(late.means())
                .isEqualTo(Map.of(
                        "boundary.squaredDistance", 4.0,
                        "boundary.squaredDistance.2", 2.0,
                        "boundary.squaredDistance.3", 8.0,
                        "train.loss", 0.5));
    }
}
