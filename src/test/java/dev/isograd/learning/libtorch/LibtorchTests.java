package dev.isograd.learning.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class LibtorchTests {

    @TempDir
    private Path folder;

    /** Pins the name of the function: without it, DJL would count, which needs libcudart. */
    @Test
    void countsGpusByItself() {
        assertThat(Libtorch.load().library().has("_ZN5torch4cuda12device_countEv"))
                .isTrue();
        assertThat(Libtorch.load().gpus()).isNotNegative();
    }

    @Test
    void saysWhatItIs() {
        assertThat(Libtorch.load().description())
                .matches("libtorch 2\\.7\\.1 (for the CPU only|with CUDA), .* visible");
    }

    @Test
    void refusesAFolderWithoutLibtorch() {
        assertThatThrownBy(() -> files(folder.toString(), "cpu").require())
                .isInstanceOf(LibtorchUnusable.class)
                .hasMessage("PYTORCH_LIBRARY_PATH is %s, but there is no libtorch.so. ".formatted(folder)
                        + "Name the folder of libtorch, or unset the variable.");
    }

    @Test
    void refusesAnUnknownOrMissingFlavor() throws Exception {
        Path library = Files.createFile(folder.resolve("libtorch.so"));

        assertThatThrownBy(() -> files(folder.toString(), "cu126").require())
                .isInstanceOf(LibtorchUnusable.class)
                .hasMessageMatching(
                        "PYTORCH_FLAVOR is cu126, but DJL [0-9.]+ has JNI libraries for cpu or cu128 only on "
                                + "this system \\(linux-x86_64\\)\\.");
        assertThatThrownBy(() -> new LibtorchFiles(Map.of("PYTORCH_LIBRARY_PATH", folder.toString())).require())
                .isInstanceOf(LibtorchUnusable.class)
                .hasMessageStartingWith(
                        "PYTORCH_LIBRARY_PATH is set, but PYTORCH_FLAVOR is not. Set it to cpu or cu128");
        files("/nowhere:" + folder, "cu128").require();
        files(library.toString(), "cpu").require();
    }

    @Test
    void theLibtorchOfTheJarNeedsNoVariable() {
        new LibtorchFiles(Map.of()).require();
        files("", "").require();
    }

    private static LibtorchFiles files(String path, String flavor) {
        return new LibtorchFiles(Map.of("PYTORCH_LIBRARY_PATH", path, "PYTORCH_FLAVOR", flavor));
    }
}
