package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as libtorch 2.7, CUDA and TorchScript's interpreter write them. */
class FailureCauseTests {

    private static final String OUT_OF_MEMORY =
            "CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of "
                    + "79.11 GiB of which 1.21 GiB is free. Including non-PyTorch memory, this process has 77.89 GiB memory in use. "
                    + "Of the allocated memory 76.94 GiB is allocated by PyTorch, and 12.01 MiB is reserved by PyTorch but unallocated.";

    private static final String FRAMES = """

            Exception raised from malloc at ../c10/cuda/CUDACachingAllocator.cpp:1367 (most recent call first):
            frame #0: c10::Error::Error(c10::SourceLocation, std::string) + 0x96 (0x7f in /opt/libtorch/libc10.so)
            frame #1: <unknown function> + 0x2d6b3 (0x7f in /opt/libtorch/libc10_cuda.so)""";

    private static final String INTERPRETER = """
            The following operation failed in the TorchScript interpreter.
            Traceback of TorchScript, serialized code (most recent call last):
              File "code/__torch__.py", line 9, in forward
                gradient: Tensor,
                inputs: List[Tensor]) -> List[Tensor]:
                gradients = torch.autograd.grad([output], inputs, [gradient])
                            ~~~~~~~~~~~~~~~~~~~ <--- HERE
              File "code/__torch__/helper.py", line 3, in inner
                return torch.convolution_backward(x)
                       ~~~~~~~~~~~~~~~~~~~~~~~~~~ <--- HERE

            Traceback of TorchScript, original code (most recent call last):
              File "make_scripts.py", line 38, in forward
                    gradients = torch.autograd.grad([output], inputs, output_gradients)
                                ~~~~~~~~~~~~~~~~~~~ <--- HERE
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                OUT_OF_MEMORY,
                "CUDA error: out of memory",
                "CUDA driver error: out of memory",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
                "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
                "Allocation on device 0 would exceed allowed memory. (out of memory)",
                "HIP out of memory. Tried to allocate 20.00 MiB.",
                "MPS backend out of memory (MPS allocated: 17.9 GB, other allocations: 80.00 KB, max allowed: 18.1 GB)."
            })
    void everyTextOfALackOfDeviceMemory(String text) {
        assertThat(FailureCause.of(new EngineException(text + FRAMES))).isEqualTo(ExitCode.DEVICE_OUT_OF_MEMORY);
        assertThat(FailureCause.message(new EngineException(text + FRAMES))).isEqualTo(text);
        assertInterpreted(text, ExitCode.DEVICE_OUT_OF_MEMORY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA error: an illegal memory access was encountered",
                "CUDA error: device-side assert triggered",
                "CUDA error: uncorrectable ECC error encountered",
                "CUDA error: unspecified launch failure",
                "CUDA error: the launch timed out and was terminated",
                "CUDA error: misaligned address",
                "CUDA error: unknown error",
                "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
                "CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm(handle, opa, opb, m, n, k)`",
                "cuDNN error: CUDNN_STATUS_EXECUTION_FAILED"
            })
    void everyTextOfAFaultOfTheGpu(String text) {
        assertInterpreted(text, ExitCode.GPU_FAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CUDA error: no kernel image is available for execution on the device",
                "CUDA driver version is insufficient for CUDA runtime version",
                "The NVIDIA driver on your system is too old (found version 11040).",
                "CUDA error: CUDA-capable device(s) is/are busy or unavailable"
            })
    void everyTextOfAGpuThatCannotBeUsed(String text) {
        assertInterpreted(text, ExitCode.DEVICE_UNUSABLE);
    }

    private static void assertInterpreted(String text, ExitCode code) {
        EngineException failure = new EngineException(INTERPRETER
                + "RuntimeError: " + text
                + "\nCUDA kernel errors might be asynchronously reported at some other API call."
                + FRAMES);

        assertThat(FailureCause.of(failure)).isEqualTo(code);
        assertThat(FailureCause.message(failure)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 40 bytes. Error code 12 (Cannot allocate memory) | OUT_OF_MEMORY",
                "std::bad_alloc | OUT_OF_MEMORY",
                "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1 | INTERNAL",
                "CUDA error: invalid argument | INTERNAL"
            })
    void otherTexts(String text, ExitCode code) {
        assertThat(FailureCause.of(new EngineException(text))).isEqualTo(code);
        assertThat(FailureCause.message(new EngineException("\n\n" + text + FRAMES)))
                .isEqualTo(text);
        assertInterpreted(text, code);
    }

    /** Each nested call adds its own traceback; the last error is the cause. */
    @Test
    void nestedTracebacksEndWithTheCause() {
        EngineException failure = new EngineException("\n" + INTERPRETER + "torch.jit.Error: " + INTERPRETER
                + "\ntorch.OutOfMemoryError: " + OUT_OF_MEMORY + FRAMES);

        assertThat(FailureCause.of(failure)).isEqualTo(ExitCode.DEVICE_OUT_OF_MEMORY);
        assertThat(FailureCause.message(failure)).isEqualTo(OUT_OF_MEMORY);
    }

    @Test
    void nestedTracebacksOfAnUnknownError() {
        EngineException failure = new EngineException(INTERPRETER + "RuntimeError: " + INTERPRETER
                + "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)\n");

        assertThat(FailureCause.of(failure)).isEqualTo(ExitCode.INTERNAL);
        assertThat(FailureCause.message(failure)).isEqualTo("mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)");
    }

    /** The JVM itself ends the process only if objects find no room. */
    @Test
    void aLackOfMemoryForDirectBuffers() {
        OutOfMemoryError error = new OutOfMemoryError(
                "Cannot reserve 4194304 bytes of direct buffer memory (allocated: 66060288, limit: 67108864)");

        for (Throwable failure : List.of(error, new IllegalStateException("A batch could not be prepared", error))) {
            assertThat(FailureCause.of(failure)).isEqualTo(ExitCode.OUT_OF_MEMORY);
            assertThat(FailureCause.message(failure))
                    .isEqualTo("The process ran out of memory for its data outside of the Java heap: "
                            + error.getMessage());
        }
    }

    @Test
    void keepsTextInAnyLanguage() {
        EngineException failure = new EngineException("\n  \n" + INTERPRETER + "RuntimeError: 内存不足 при выделении 🧠\n");

        assertThat(FailureCause.message(failure)).isEqualTo("内存不足 при выделении 🧠");
        assertThat(FailureCause.message(new EngineException("نفدت الذاكرة\nframe #0")))
                .isEqualTo("نفدت الذاكرة");
    }

    @Test
    void alwaysSaysSomething() {
        assertThat(FailureCause.message(new EngineException("\n \n"))).isEqualTo("EngineException");
        assertThat(FailureCause.message(new EngineException((String) null))).contains("EngineException");
        assertThat(FailureCause.message(new IllegalStateException("\n\nlate"))).isEqualTo("late");
        assertThat(FailureCause.message(new EngineException(INTERPRETER))).isNotBlank();
        assertThat(FailureCause.message(new EngineException("RuntimeError: " + "x".repeat(5000))))
                .hasSize(1000);
    }

    @Test
    void findsTheErrorOfAnotherThread() {
        CompletionException wrapped = new CompletionException(new EngineException(OUT_OF_MEMORY));

        assertThat(FailureCause.of(wrapped)).isEqualTo(ExitCode.DEVICE_OUT_OF_MEMORY);
        assertThat(FailureCause.message(wrapped)).isEqualTo(OUT_OF_MEMORY);
    }
}
