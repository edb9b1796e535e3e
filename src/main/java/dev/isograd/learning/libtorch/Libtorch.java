package dev.isograd.learning.libtorch;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.LibUtils;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The libtorch of this process: what it was built for, and how many GPUs it sees. */
public final class Libtorch {

    /** DJL's name for libtorch. */
    public static final String ENGINE = "PyTorch";

    /** {@code torch::cuda::device_count()}. */
    private static final String DEVICE_COUNT = "_ZN5torch4cuda12device_countEv";

    private static final Object LOADING = new Object();
    private static @Nullable Libtorch loaded;

    private final Engine engine;
    private final Path folder;
    private final Optional<NativeLibrary> library;

    private Libtorch(Engine engine, Path folder) {
        this.engine = engine;
        this.folder = folder;
        this.library = NativeLibrary.open(
                folder.resolve(System.mapLibraryName("torch_cpu")).toString());
    }

    /**
     * Loads libtorch at the first call.
     *
     * @throws LibtorchUnusable if it cannot be loaded; the message says why
     */
    public static Libtorch load() {
        synchronized (LOADING) {
            if (loaded == null) {
                loaded = loadNow();
            }
            return loaded;
        }
    }

    private static Libtorch loadNow() {
        LibtorchFiles files = new LibtorchFiles(System.getenv());
        files.require();
        try {
            return new Libtorch(Engine.getEngine(ENGINE), Path.of(LibUtils.getLibtorchPath()));
        } catch (EngineException | IllegalStateException | LinkageError | AssertionError failure) {
            throw files.unusable(failure);
        }
    }

    /**
     * Number of GPUs that libtorch itself can use. DJL's own count needs a libcudart that the system's search finds, and is 0 where
     * libtorch brings its own.
     */
    public int gpus() {
        if (!hasLibrary()) {
            return engine.getGpuCount();
        }
        try {
            return Math.toIntExact((long) library.get()
                    .function(DEVICE_COUNT, FunctionDescriptor.of(ValueLayout.JAVA_LONG))
                    .invokeExact());
        } catch (Throwable failure) {
            throw NativeLibrary.failedCall(failure);
        }
    }

    /** Whether this libtorch was built with CUDA. */
    public boolean isCuda() {
        return Files.exists(folder.resolve(System.mapLibraryName("torch_cuda")));
    }

    public String version() {
        return engine.getVersion();
    }

    /** What was found, such as "libtorch 2.7.1 with CUDA, 1 GPU visible". */
    public String description() {
        int gpus = gpus();
        String build = isCuda() ? "with CUDA" : "for the CPU only";
        return "libtorch %s %s, %s visible"
                .formatted(version(), build, gpus == 0 ? "no GPU" : gpus == 1 ? "1 GPU" : gpus + " GPUs");
    }

    /** Whether the functions of libtorch have the names that they have on Linux. */
    boolean hasLibrary() {
        return library.isPresent() && library.get().has(DEVICE_COUNT);
    }

    /** The folder that it was loaded from. */
    Path folder() {
        return folder;
    }

    /** @throws LibtorchUnusable if this system's libtorch has another name, so that its functions cannot be called */
    NativeLibrary library() {
        return library.orElseThrow(
                () -> new LibtorchUnusable("The functions of libtorch in %s cannot be called".formatted(folder)));
    }
}
