package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.isograd.bench.StepBench;
import dev.isograd.learning.LabelledImages;
import dev.isograd.learning.Synthetic;
import dev.isograd.learning.TrainingRun;
import dev.isograd.learning.libtorch.Libtorch;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks of docs/gpu.md, for machines with a GPU: {@code ./mvnw verify -Pgpu}. */
@Tag("gpu")
class GpuTests {

    private static final Pattern MIG = Pattern.compile("UUID: (MIG-[^)]+)\\)");
    private static final long BENCH_STEPS = 20;

    /** 20 steps. */
    private static final LabelledImages IMAGES = Synthetic.images(320, 3, 32, 4);

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireAGpu() {
        if (Libtorch.load().gpus() == 0) {
            fail("These tests need a GPU, and libtorch finds none here (%s). docs/gpu.md says what to install."
                    .formatted(Libtorch.load().description()));
        }
    }

    static List<String> rules() {
        return Synthetic.rules();
    }

    static List<TrainingSpec> configurations() {
        return List.of(
                large("backprop", "resnet", "depth", 4),
                large("greedy", "resnet", "memory", 4),
                large("greedy", "resnet", "memory", 8),
                large("sgr", "resnet", "sgr-memory", 4),
                large("checkpointed-backprop", "resnet", "memory", 4),
                large("backprop", "vgg", "depth", 4),
                large("sgr", "vgg", "sgr-memory", 4),
                large("greedy", "vit", "memory", 4));
    }

    @Test
    void aTrainingSeesTheGpuThatItIsGiven() throws Exception {
        TrainerChild child = run(small(Map.of()), Map.of("CUDA_VISIBLE_DEVICES", "0"));

        assertThat(child.output()).contains("Device gpu:", ", 1 GPU visible");
        assertThat(versions(child))
                .containsKeys("gpu", "driver", "cuda", "cudnn")
                .containsEntry("device", "gpu");
    }

    /** A small learning rate, because large steps amplify differences of rounding. */
    @ParameterizedTest
    @MethodSource("rules")
    void learnsAsOnTheCpu(String rule) {
        List<Double> gpu = losses(rule, "gpu");
        List<Double> cpu = losses(rule, "cpu");

        assertThat(gpu).hasSameSizeAs(cpu);
        for (int i = 0; i < cpu.size(); i++) {
            assertThat(gpu.get(i)).as("%s, loss %d", rule, i).isCloseTo(cpu.get(i), within(1e-4));
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void takesTheMemoryOfItsEstimate(TrainingSpec spec) throws Exception {
        TrainerChild child = run(spec, Map.of());

        Map<?, ?> memory = child.part("memory");
        double estimated = number(memory, "estimatedBytes");
        double measured = number(memory, "measuredBytes");
        System.out.printf(
                "| %s, %s, %s | %,.0f MB | %,.0f MB | %.2f |%n",
                spec.network(), spec.rule(), spec.split(), estimated / 1e6, measured / 1e6, estimated / measured);
        assertThat(estimated / measured).isCloseTo(1, within(0.15));
    }

    @Test
    void namesWhatWouldHaveFitted() throws Exception {
        TrainerChild child = run(
                spec("backprop", Map.of("type", "resnet", "depth", 110, "width", 512), Map.of("batchSize", 10000)),
                Map.of());

        assertThat(child.failure().code()).isEqualTo(ExitCode.DEVICE_OUT_OF_MEMORY);
        assertThat(child.failure().message())
                .contains("out of memory")
                .containsPattern("these would fit: batch size|No rule fits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"backprop", "greedy", "sgr"})
    void repeatsADeterministicTraining(String rule) throws Exception {
        TrainingSpec spec = spec(
                rule,
                Map.of("type", "resnet", "depth", 20, "width", 16),
                Map.of("deterministic", true, "batchSize", 250));
        Map<String, String> workspace = Map.of("CUBLAS_WORKSPACE_CONFIG", ":4096:8");

        Object first = run(spec, workspace).result().get("weightsSha256");

        assertThat(run(spec, workspace).result().get("weightsSha256")).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tf32", "bf16"})
    void roundedNumbersLearnToo(String precision) throws Exception {
        TrainingSpec spec =
                spec("greedy", Map.of("type", "resnet", "depth", 20, "width", 16), Map.of("precision", precision));

        TrainerChild child = run(spec, Map.of());

        assertThat(versions(child)).containsEntry("precision", precision);
        assertThat(number(child.result(), "testAccuracy")).isGreaterThan(0.5);
    }

    /** Prints the time of steps by rule, beside PyTorch where python3 has it. */
    @ParameterizedTest
    @ValueSource(strings = {"resnet:32:16", "resnet:110:16"})
    void printsASpeedTable(String network) throws Exception {
        Process bench = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepBench.class.getName(),
                        "--device",
                        "gpu",
                        "--network",
                        network,
                        "--steps",
                        Long.toString(BENCH_STEPS))
                .inheritIO()
                .start();

        assertThat(bench.waitFor()).isZero();
    }

    /** Each MIG instance is a device of its own. */
    @Test
    void twoInstancesOfOneGpuTrainSideBySide() throws Exception {
        List<String> instances = MIG.matcher(text("nvidia-smi", "-L"))
                .results()
                .map(found -> found.group(1))
                .limit(2)
                .toList();
        assumeTrue(instances.size() == 2, "This GPU is not divided into instances");

        List<FutureTask<TrainerChild>> trainings = new ArrayList<>();
        for (String instance : instances) {
            Path own = Files.createDirectory(folder.resolve(instance));
            trainings.add(new FutureTask<>(
                    () -> TrainerChild.run(own, small(Map.of()), Map.of("CUDA_VISIBLE_DEVICES", instance))));
            Thread.ofPlatform().start(trainings.getLast());
        }

        for (FutureTask<TrainerChild> training : trainings) {
            assertThat(training.get().result()).containsKey("testAccuracy");
        }
    }

    private static String text(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Map<Object, Object> versions(TrainerChild child) {
        return new HashMap<>(child.part("versions"));
    }

    private static double number(Map<?, ?> figures, String name) {
        return ((Number) Objects.requireNonNull(figures.get(name), name)).doubleValue();
    }

    private static List<Double> losses(String rule, String device) {
        Map<String, Object> changes = new HashMap<>(Map.of(
                "device",
                device,
                "deterministic",
                true,
                "epochs",
                1,
                "optimizer",
                Map.of("type", "sgd", "learningRate", 0.01)));
        if (rule.equals("sgr-bp-free")) {
            changes.put("network", Map.of("type", "vgg", "depth", 8, "width", 4));
        }
        return TrainingRun.of(Synthetic.spec(Map.of("type", rule), changes), IMAGES)
                .values("module.loss");
    }

    private TrainerChild run(TrainingSpec spec, Map<String, String> environment) throws Exception {
        return TrainerChild.run(folder, spec, environment);
    }

    private static TrainingSpec small(Map<String, ?> changes) {
        return spec("greedy", Map.of("type", "mlp", "hidden", 1, "width", 4), changes);
    }

    private static TrainingSpec large(String rule, String network, String by, int modules) {
        Map<String, ?> size = switch (network) {
            case "resnet" -> Map.of("type", network, "depth", 56, "width", 32);
            case "vgg" -> Map.of("type", network, "depth", 8, "width", 64);
            default -> Map.of("type", network, "depth", 12, "width", 192);
        };
        return spec(rule, size, Map.of("split", Map.of("modules", modules, "by", by), "batchSize", 500));
    }

    private static TrainingSpec spec(String rule, Map<String, ?> network, Map<String, ?> changes) {
        Map<String, Object> tree = new HashMap<>(Map.of(
                "dataset",
                "fashion-mnist-sample",
                "network",
                network,
                "rule",
                Map.of("type", rule),
                "epochs",
                1,
                "device",
                "gpu"));
        tree.putAll(changes);
        return SpecReader.read(tree);
    }
}
