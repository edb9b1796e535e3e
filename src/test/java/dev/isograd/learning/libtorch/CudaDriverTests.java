package dev.isograd.learning.libtorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class CudaDriverTests {

    @TempDir
    private Path folder;

    @Test
    void readsMemoryInTheContextThatLibtorchUses() throws Exception {
        CudaDriver driver = CudaDriver.open(CLibrary.driver(folder).toString()).orElseThrow();

        DeviceMemory memory = driver.memory(0).orElseThrow();

        assertThat(memory).isEqualTo(new DeviceMemory(700, 1000));
        assertThat(memory.used()).isEqualTo(300);
        assertThat(driver.name(0)).contains("NVIDIA Test");
    }

    /** Nine tenths of a GPU, and three quarters of what is free, are left to the training. */
    @Test
    void keepsImagesOnlyOnAGpuWithRoom() {
        assertThat(new DeviceMemory(1000, 1000).hasRoomForImages(100)).isTrue();
        assertThat(new DeviceMemory(1000, 1000).hasRoomForImages(101)).isFalse();
        assertThat(new DeviceMemory(396, 1000).hasRoomForImages(99)).isTrue();
        assertThat(new DeviceMemory(396, 1000).hasRoomForImages(100)).isFalse();
    }

    @Test
    void tellsNothingAboutAGpuThatIsNotThere() throws Exception {
        CudaDriver driver = CudaDriver.open(CLibrary.driver(folder).toString()).orElseThrow();

        assertThat(driver.memory(1)).isEmpty();
        assertThat(driver.name(1)).isEmpty();
    }

    /** Such as in a container that has the library but no device. */
    @Test
    void isAbsentIfItCannotStart() throws Exception {
        Path library = CLibrary.compile(folder.resolve("libcuda.so.1"), "int cuInit(unsigned flags) { return 100; }");

        assertThat(CudaDriver.open(library.toString())).isEmpty();
        assertThat(CudaDriver.open(folder.resolve("none.so").toString())).isEmpty();
    }

    @Test
    void readsTheVersionsOfCuda() throws Exception {
        Path nvml = CLibrary.compile(folder.resolve("libnvidia-ml.so.1"), """
                #include <string.h>
                int nvmlInit_v2() { return 0; }
                int nvmlSystemGetDriverVersion(char *version, unsigned length) { strncpy(version, "570.124.06", length); return 0; }
                """);
        Path cudart = CLibrary.compile(
                folder.resolve("libcudart-1a2b.so.12"),
                "int cudaRuntimeGetVersion(int *version) { *version = 12090; return 0; }");
        Path cudnn =
                CLibrary.compile(folder.resolve("libcudnn.so.9"), "unsigned long cudnnGetVersion() { return 91002; }");

        assertThat(CudaVersions.driver(nvml.toString())).contains("570.124.06");
        assertThat(CudaVersions.runtime(cudart.toString())).contains("12.9");
        assertThat(CudaVersions.cudnn(cudnn.toString())).contains("9.10.2");
        assertThat(CudaVersions.driver("libnone.so")).isEqualTo(Optional.empty());
    }
}
