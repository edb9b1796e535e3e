package dev.isograd.trainer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the errors of libtorch, which has one exception for everything: only the text tells causes apart.
 *
 * @param code what the text means
 * @param sentence the line of the text that names the cause
 */
record EngineFailure(ExitCode code, String sentence) {

    /** By meaning; the first that is in the text counts, in this order. Later ones may be consequences of earlier ones. */
    private static final List<Map.Entry<ExitCode, List<String>>> TEXTS = List.of(
            Map.entry(
                    ExitCode.DEVICE_OUT_OF_MEMORY,
                    List.of(
                            "CUDA out of memory",
                            "HIP out of memory",
                            "XPU out of memory",
                            "MPS backend out of memory",
                            "CUDA error: out of memory",
                            "CUDA driver error: out of memory",
                            "would exceed allowed memory",
                            "CUBLAS_STATUS_ALLOC_FAILED",
                            "CUDNN_STATUS_ALLOC_FAILED",
                            "CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
                            "CUSPARSE_STATUS_ALLOC_FAILED",
                            "CUFFT_ALLOC_FAILED")),
            Map.entry(
                    ExitCode.DEVICE_UNUSABLE,
                    List.of(
                            "no kernel image is available",
                            "driver version is insufficient",
                            "Found no NVIDIA driver",
                            "NVIDIA driver on your system is too old",
                            "CUDA driver initialization failed",
                            "no CUDA-capable device is detected",
                            "CUDA-capable device(s) is/are busy or unavailable",
                            "unsupported display driver / cuda driver combination",
                            "forward compatibility was attempted on non supported HW",
                            "PTX was compiled with an unsupported toolchain",
                            "CUDA error: system not yet initialized",
                            "CUDNN_STATUS_ARCH_MISMATCH",
                            "CUBLAS_STATUS_ARCH_MISMATCH")),
            Map.entry(
                    ExitCode.GPU_FAULT,
                    List.of(
                            "an illegal memory access was encountered",
                            "device-side assert triggered",
                            "uncorrectable ECC error",
                            "uncorrectable NVLink error",
                            "unspecified launch failure",
                            "the launch timed out and was terminated",
                            "an illegal instruction was encountered",
                            "misaligned address",
                            "invalid program counter",
                            "hardware stack error",
                            "CUDA error: unknown error",
                            "CUBLAS_STATUS_NOT_INITIALIZED",
                            "CUBLAS_STATUS_EXECUTION_FAILED",
                            "CUBLAS_STATUS_INTERNAL_ERROR",
                            "CUDNN_STATUS_NOT_INITIALIZED",
                            "CUDNN_STATUS_EXECUTION_FAILED",
                            "CUDNN_STATUS_INTERNAL_ERROR")),
            Map.entry(ExitCode.OUT_OF_MEMORY, List.of("DefaultCPUAllocator", "std::bad_alloc")));

    /** The error's own line in what TorchScript's interpreter prints; before it are the lines of the script. */
    private static final Pattern ERROR = Pattern.compile("^[\\w.]*(?:Error|Exception): *(?=\\S)");

    private static final Pattern INTERPRETER = Pattern.compile(
            "The following operation failed in the TorchScript interpreter\\.?|Traceback of TorchScript.*|"
                    + " *File \".*\", line .*|.*<--- HERE");

    static EngineFailure of(String text) {
        for (Map.Entry<ExitCode, List<String>> meaning : TEXTS) {
            Optional<String> line = firstLine(text, meaning.getValue());
            if (line.isPresent()) {
                return new EngineFailure(meaning.getKey(), withoutType(line.get()));
            }
        }
        return new EngineFailure(ExitCode.INTERNAL, cause(text));
    }

    private static Optional<String> firstLine(String text, List<String> words) {
        return text.lines()
                .filter(line -> words.stream().anyMatch(line::contains))
                .findFirst();
    }

    /** The last line that begins with the type of an error; without one, the first line that is none of the interpreter's. */
    private static String cause(String text) {
        return text.lines()
                .filter(line -> ERROR.matcher(line).lookingAt())
                .reduce((earlier, later) -> later)
                .or(() -> text.lines()
                        .filter(line ->
                                !line.isBlank() && !INTERPRETER.matcher(line).matches())
                        .findFirst())
                .map(EngineFailure::withoutType)
                .orElse("");
    }

    private static String withoutType(String line) {
        return ERROR.matcher(line.strip()).replaceFirst("").strip();
    }
}
