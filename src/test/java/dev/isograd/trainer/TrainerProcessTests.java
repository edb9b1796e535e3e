package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.LibUtils;
import dev.isograd.learning.libtorch.CLibrary;
import dev.isograd.learning.libtorch.Libtorch;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real training processes with the libtorch, the device and the variables that a machine may have. */
@EnabledOnOs(OS.LINUX)
class TrainerProcessTests {

    private static final String HIDDEN = "CUDA_VISIBLE_DEVICES";

    @TempDir
    private Path folder;

    private Path cpu;

    @BeforeEach
    void findLibtorch() {
        Libtorch.load();
        cpu = Path.of(LibUtils.getLibtorchPath());
    }

    @Test
    void trainsOnTheCpuAndSaysWhatWasFound() throws Exception {
        TrainerChild child = run(spec("auto", Map.of("precision", "tf32", "deterministic", true)), Map.of());

        assertThat(child.output())
                .contains("Device cpu: libtorch 2.7.1 for the CPU only, no GPU visible; "
                        + "precision tf32 is float32 on a CPU");
        assertThat(child.part("versions").toString())
                .contains(
                        "device=cpu", "allocator=system", "precision=float32", "deterministic=true", "libtorch=2.7.1");
        assertThat(child.status()).isZero();
    }

    @Test
    void evaluatesEveryHeadAndDescribesTheNetwork() throws Exception {
        TrainerChild child = run(
                spec(
                        "cpu",
                        Map.of(
                                "network",
                                Map.of("type", "mlp", "hidden", 2, "width", 4),
                                "split",
                                Map.of("modules", 2))),
                Map.of());

        JsonNode evaluation = file("evaluation.json");
        assertThat(evaluation.at("/classifier/accuracy").asDouble())
                .isEqualTo(child.result().get("testAccuracy"));
        assertThat(List.of(
                        evaluation.at("/modules/0/accuracy").asDouble(),
                        evaluation.at("/modules/1/accuracy").asDouble()))
                .isEqualTo(child.result().get("moduleAccuracies"));
        assertThat(evaluation.at("/classes/9").asString()).isEqualTo("Ankle boot");
        assertThat(file("config.json").at("/image_size").toString()).isEqualTo("[28,28]");
        assertThat(file("config.json").at("/image_std/0").asDouble()).isBetween(0.3, 0.4);
        assertThat(folder.resolve("output/heads.safetensors"))
                .content(StandardCharsets.ISO_8859_1)
                .contains("module1.head.")
                .doesNotContain("classifier");
    }

    private JsonNode file(String name) throws IOException {
        return JsonMapper.builder()
                .build()
                .readTree(Files.readAllBytes(folder.resolve("output").resolve(name)));
    }

    /** libtorch_cuda stands for a libtorch that was built with CUDA; the stub has no function. */
    @Test
    void aLibtorchWithCudaTrainsOnTheCpuWhereThereIsNoGpu() throws Exception {
        Path libtorch = linked();
        CLibrary.compile(libtorch.resolve("libtorch_cuda.so"), "int none;");

        TrainerChild child = run(spec("auto", Map.of()), libtorch(libtorch, "cpu"));

        assertThat(child.output()).contains("Device cpu: libtorch 2.7.1 with CUDA, no GPU visible");
        assertThat(child.result()).containsKey("testAccuracy");
    }

    @Test
    void aGpuThatIsMissingIsAFaultOfTheSpec() throws Exception {
        TrainerChild child = run(spec("gpu", Map.of()), Map.of(HIDDEN, ""));

        assertThat(child.failure())
                .isEqualTo(new ChildMessage.Failed(
                        ExitCode.BAD_SPEC,
                        "The training needs a GPU, but libtorch finds none on this machine "
                                + "(libtorch 2.7.1 for the CPU only, no GPU visible); use device auto or cpu"));
        assertThat(child.status()).isEqualTo(ExitCode.BAD_SPEC.status());
        // The log says it too, without the place in our code.
        assertThat(child.output()).contains("The training needs a GPU").doesNotContain("\tat dev.isograd");
    }

    /** The worker chose a GPU that libtorch cannot use: nothing falls back to the CPU silently. */
    @Test
    void aGpuThatLibtorchCannotUseIsNoFaultOfTheSpec() throws Exception {
        TrainerChild child = run(spec("auto", Map.of()), Map.of(HIDDEN, "GPU-1b2c"));

        assertThat(child.failure().code()).isEqualTo(ExitCode.DEVICE_UNUSABLE);
        assertThat(child.failure().message()).contains("libtorch 2.7.1 for the CPU only, no GPU visible");
    }

    @Test
    void namesAFlavorThatDoesNotExist() throws Exception {
        assertFails(
                libtorch(cpu, "cu999"),
                "PYTORCH_FLAVOR is cu999, but DJL .* has JNI libraries for cpu or cu128 only on this system .*");
    }

    @Test
    void saysThatItsDirectBuffersFoundNoMemory() throws Exception {
        TrainerChild child = run(spec("cpu", Map.of()), Map.of("JDK_JAVA_OPTIONS", "-XX:MaxDirectMemorySize=2m"));

        assertThat(child.failure().code()).isEqualTo(ExitCode.OUT_OF_MEMORY);
        assertThat(child.failure().message())
                .startsWith("The process ran out of memory for its data outside of the Java heap: Cannot reserve");
        assertThat(child.status()).isEqualTo(ExitCode.OUT_OF_MEMORY.status());
    }

    @Test
    void namesAFolderWithoutLibtorch() throws Exception {
        assertFails(
                libtorch(folder.resolve("nothing"), "cpu"),
                "PYTORCH_LIBRARY_PATH is .*/nothing, but there is no libtorch.so\\. .*");
    }

    @Test
    void namesALibraryThatDoesNotLoad() throws Exception {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("libtorch.so"), "no library");

        assertFails(
                libtorch(broken, "cpu"),
                "The libtorch in .*/broken cannot be loaded with PYTORCH_FLAVOR=cpu: .*libtorch.so.*");
    }

    /** Another version of libtorch lacks functions that DJL's JNI library calls. */
    @Test
    void namesAJniLibraryThatDoesNotFitLibtorch() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        for (String name : List.of("c10", "torch_cpu", "torch")) {
            CLibrary.compile(other.resolve(System.mapLibraryName(name)), "int none;");
        }

        assertFails(
                libtorch(other, "cpu"),
                "The libtorch in .*/other cannot be loaded with PYTORCH_FLAVOR=cpu: .*undefined symbol.*");
    }

    private void assertFails(Map<String, String> environment, String sentence) throws Exception {
        TrainerChild child = run(spec("cpu", Map.of()), environment);

        assertThat(child.failure().message()).matches(sentence).doesNotContain("\n");
        assertThat(child.failure().code()).isEqualTo(ExitCode.INTERNAL);
        assertThat(child.status()).isEqualTo(ExitCode.INTERNAL.status());
    }

    private Map<String, String> libtorch(Path libtorch, String flavor) {
        return Map.of(
                "PYTORCH_LIBRARY_PATH", libtorch.toString(),
                "PYTORCH_FLAVOR", flavor,
                "DJL_CACHE_DIR", folder.resolve("cache").toString(),
                "ENGINE_CACHE_DIR", folder.resolve("cache").toString());
    }

    private Path linked() throws IOException {
        Path libtorch = Files.createDirectory(folder.resolve("libtorch"));
        try (Stream<Path> files = Files.list(cpu)) {
            for (Path file : files.toList()) {
                if (!file.toString().contains("djl_torch")) {
                    Files.createSymbolicLink(libtorch.resolve(file.getFileName()), file);
                }
            }
        }
        return libtorch;
    }

    private TrainerChild run(TrainingSpec spec, Map<String, String> environment) throws Exception {
        return TrainerChild.run(folder, spec, environment);
    }

    private static TrainingSpec spec(String device, Map<String, ?> changes) {
        Map<String, Object> tree = new HashMap<>(Map.of(
                "dataset",
                "fashion-mnist-sample",
                "network",
                Map.of("type", "mlp", "hidden", 1, "width", 4),
                "rule",
                Map.of("type", "greedy"),
                "batchSize",
                5000,
                "epochs",
                1,
                "device",
                device));
        tree.putAll(changes);
        return SpecReader.read(tree);
    }
}
