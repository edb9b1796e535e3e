package dev.isograd.learning.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.TrainingRun;
import dev.isograd.learning.spec.TrainingSpec;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network takes images of every size, with few classes and with many. */
class AnySizeTests {

    private static final List<Map<String, ?>> NETWORKS = List.of(
            Map.of("type", "mlp", "hidden", 2, "width", 4),
            Map.of("type", "vgg", "width", 2),
            Map.of("type", "vgg", "depth", 19, "width", 1),
            Map.of("type", "resnet", "depth", 8, "width", 2),
            Map.of("type", "resnet-bottleneck", "width", 1),
            Map.of("type", "resnet-bottleneck", "width", 1, "stem", "imagenet"),
            Map.of("type", "vit", "depth", 2, "width", 4, "heads", 2));

    private static final List<Images> IMAGES = List.of(
            new Images(1, 8, 8, 2),
            new Images(3, 9, 17, 1000),
            new Images(3, 8, 31, 2),
            new Images(1, 64, 40, 10),
            new Images(3, 256, 256, 2));

    private record Images(int channels, int height, int width, int classes) {

        LabelledImages create(int count) {
            ByteBuffer bytes = ByteBuffer.allocateDirect(count * channels * height * width);
            for (int i = 0; i < bytes.capacity(); i++) {
                bytes.put(i, (byte) (i * 31 + i / 57));
            }
            IntBuffer labels = IntBuffer.allocate(count);
            for (int i = 0; i < count; i++) {
                labels.put(i, i * (classes - 1) / (count - 1));
            }
            return new LabelledImages(bytes, labels, count, channels, height, width, classes);
        }
    }

    static Stream<Arguments> networksAndImages() {
        return NETWORKS.stream().flatMap(network -> IMAGES.stream().map(images -> Arguments.of(network, images)));
    }

    @ParameterizedTest
    @MethodSource("networksAndImages")
    void trainsImagesOfThisSize(Map<String, ?> network, Images images) {
        TrainingSpec spec = spec(fitting(network, images), Map.of("type", "linear"));
        LabelledImages train = images.create(4);

        List<Double> losses = TrainingRun.of(spec, train, images.create(2)).losses();

        assertThat(losses).hasSize(2).allMatch(Double::isFinite);
        MemoryEstimate estimate = MemoryEstimate.of(spec, train);
        assertThat(estimate.rule().total()).isPositive();
        assertThat(estimate.rule().peakActivations())
                .isGreaterThanOrEqualTo(2L * 4 * images.height() * images.width() * images.channels());
    }

    @Test
    void namesAHeadThatHasTooFewFeaturesForTheClasses() {
        TrainingSpec spec = spec(NETWORKS.get(3), Map.of("type", "etf"));

        assertThat(NetworkFit.problem(spec, 3, 32, 32, 10)).isEmpty();
        assertThat(NetworkFit.problem(spec, 1, 8, 8, 1000)).hasValueSatisfying(problem -> {
            assertThat(problem.pointer()).isEqualTo("/head/type");
            assertThat(problem.detail()).contains("1000 classes");
        });
    }

    @Test
    void namesANetworkWhoseArraysAreTooLarge() {
        TrainingSpec wide = spec(Map.of("type", "mlp", "hidden", 2, "width", 16384), Map.of("type", "linear"));
        TrainingSpec manyTokens =
                spec(Map.of("type", "vit", "depth", 2, "width", 3, "patch", 1), Map.of("type", "linear"));

        for (TrainingSpec spec : List.of(wide, manyTokens)) {
            assertThat(NetworkFit.problem(spec, 3, 32, 32, 10)).isEmpty();
            assertThat(NetworkFit.problem(spec, 3, 256, 256, 10))
                    .map(problem -> problem.pointer())
                    .isEqualTo(Optional.of("/network"));
        }
    }

    private static Map<String, ?> fitting(Map<String, ?> network, Images images) {
        Map<String, Object> fitting = new HashMap<>(network);
        if ("vit".equals(network.get("type"))) {
            int patch = images.height() >= 256 ? 32 : images.height() % 8 == 0 && images.width() % 8 == 0 ? 8 : 1;
            fitting.put("patch", patch);
        }
        return fitting;
    }

    private static TrainingSpec spec(Map<String, ?> network, Map<String, ?> head) {
        return Synthetic.spec(
                Synthetic.greedy(),
                Map.of("network", network, "head", head, "batchSize", 2, "epochs", 1, "split", Map.of("modules", 2)));
    }
}
