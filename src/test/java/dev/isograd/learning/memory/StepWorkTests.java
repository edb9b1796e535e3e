package dev.isograd.learning.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.isograd.learning.Synthetic;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepWorkTests {

    /** Nanoseconds for a cost of one. */
    private static final double SCALE = 1.82;

    /** As above for networks without convolutions; a worker measures each type of network. */
    private static final double LINEAR_SCALE = 1.05;

    /**
     * Milliseconds of a step of 3x32x32 images on a CPU with AVX-512, one thread: the geometric mean of processor time and of the
     * shortest time, with other work on the machine. The network is its type, depth and width.
     */
    @ParameterizedTest
    @CsvSource({
        "resnet,8,8,64,backprop,2,59.8",
        "resnet,20,8,64,backprop,4,138.8",
        "resnet,20,16,64,backprop,4,272.0",
        "resnet,20,8,256,backprop,4,553.0",
        "resnet,8,8,16,backprop,2,18.1",
        "resnet,56,8,32,backprop,4,189.3",
        "resnet,8,32,64,backprop,2,287.5",
        "vgg,8,16,64,backprop,3,122.8",
        "resnet,8,8,64,greedy,2,55.7",
        "resnet,20,8,64,greedy,4,144.7",
        "resnet,20,16,64,greedy,4,285.1",
        "resnet,8,8,16,greedy,2,20.0",
        "resnet,56,8,32,greedy,4,180.5",
        "resnet,8,32,64,greedy,2,288.1",
        "vgg,8,16,64,greedy,3,138.3",
        "resnet,8,8,64,sgr,2,86.8",
        "resnet,20,8,64,sgr,4,289.4",
        "resnet,20,16,64,sgr,4,511.3",
        "resnet,8,8,16,sgr,2,27.3",
        "resnet,8,32,64,sgr,2,410.5",
        "vgg,8,16,64,sgr,3,188.5"
    })
    void agreesWithMeasuredSteps(
            String type, int depth, int width, int batch, String rule, int modules, double measured) {
        assertThat(work(type, depth, width, batch, rule, modules).cost() * SCALE / 1e6)
                .isCloseTo(measured, withinPercentage(25));
    }

    /** As above. */
    @ParameterizedTest
    @CsvSource({
        "mlp,3,256,128,backprop,3,15.3",
        "mlp,3,512,64,backprop,3,25.8",
        "mlp,3,1024,64,backprop,3,55.3",
        "mlp,3,1024,128,backprop,3,78.1",
        "mlp,3,1024,128,greedy,3,245.2",
        "vit,3,48,64,backprop,2,82.9",
        "vit,3,48,256,backprop,2,327.4",
        "vit,6,96,64,backprop,2,427.6",
        "vit,6,96,256,backprop,2,1595.0"
    })
    void agreesWithMeasuredStepsWithoutConvolutions(
            String type, int depth, int width, int batch, String rule, int modules, double measured) {
        assertThat(work(type, depth, width, batch, rule, modules).cost() * LINEAR_SCALE / 1e6)
                .isCloseTo(measured, withinPercentage(25));
    }

    @Test
    void costsMoreThanHalfForHalfABatch() {
        double whole = work("resnet", 20, 16, 64, "backprop", 4).cost();
        double half = work("resnet", 20, 16, 32, "backprop", 4).cost();

        assertThat(half / whole).isBetween(0.5, 0.6);
    }

    private static StepWork work(String type, int depth, int width, int batch, String rule, int modules) {
        TrainingSpec spec = Synthetic.spec(
                Map.of("type", rule),
                Map.of(
                        "network",
                        network(type, depth, width),
                        "batchSize",
                        batch,
                        "split",
                        Map.of("modules", modules)));
        return StepWork.of(spec, batch, 3, 32, 32, 10);
    }

    private static Map<String, Object> network(String type, int depth, int width) {
        return switch (type) {
            case "mlp" -> Map.of("type", type, "hidden", depth, "width", width);
            case "vit" -> Map.of("type", type, "patch", 4, "depth", depth, "width", width, "heads", 3);
            default -> Map.of("type", type, "depth", depth, "width", width);
        };
    }
}
