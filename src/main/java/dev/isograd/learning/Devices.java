package dev.isograd.learning;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import dev.isograd.learning.TrainingOutline.Platform;
import dev.isograd.learning.libtorch.CudaDriver;
import dev.isograd.learning.libtorch.CudaVersions;
import dev.isograd.learning.libtorch.Libtorch;
import dev.isograd.learning.libtorch.LibtorchUnusable;
import dev.isograd.learning.libtorch.MathSettings;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Chooses the device of a training. */
public final class Devices {

    static final String ENGINE = Libtorch.ENGINE;

    private Devices() {}

    /**
     * Chooses the device and computes something on it, so that all memory allocated afterwards belongs to the training: on a GPU, the
     * context of CUDA and what cuBLAS and cuDNN reserve already exist.
     *
     * @throws DeviceMissing if a GPU is wanted and there is none
     * @throws LibtorchUnusable if libtorch cannot be loaded
     */
    public static Device warmedUp(TrainingSpec.Device wanted) {
        Device device = choose(wanted);
        try (NDManager manager = NDManager.newBaseManager(device, ENGINE)) {
            NDArray one = manager.ones(new Shape(1, 1, 1, 1));
            if (device.isGpu()) {
                one = one.matMul(one);
                one = Conv2d.conv2d(one, one, null, new Shape(1, 1), new Shape(0, 0))
                        .singletonOrThrow();
            }
            one.toFloatArray();
        }
        return device;
    }

    /** Number of GPUs that libtorch can use. */
    static int gpus() {
        return Libtorch.load().gpus();
    }

    /** Whether images of this size may stay on the device. A CPU has them in its memory anyway. */
    static boolean hasRoomForImages(Device device, long bytes) {
        return device.isGpu()
                && CudaDriver.open()
                        .flatMap(driver -> driver.memory(device.getDeviceId()))
                        .filter(memory -> memory.hasRoomForImages(bytes))
                        .isPresent();
    }

    /** Chooses the device of a training and sets how libtorch computes on it. */
    static Device prepared(TrainingSpec spec) {
        Device device = choose(spec.device());
        new MathSettings(spec.precision() == TrainingSpec.Precision.TF32, spec.deterministic()).apply();
        return device;
    }

    static Device choose(TrainingSpec.Device wanted) {
        Libtorch libtorch = Libtorch.load();
        return switch (wanted) {
            case CPU -> Device.cpu();
            case GPU -> {
                if (gpus() == 0) {
                    throw new DeviceMissing(libtorch.description());
                }
                yield Device.gpu();
            }
            case AUTO -> gpus() > 0 ? Device.gpu() : Device.cpu();
        };
    }

    /** What determines the rounding of a training besides its spec. */
    static Platform platform(Device device, TrainingSpec spec) {
        Libtorch libtorch = Libtorch.load();
        Map<String, String> gpu = new TreeMap<>();
        if (device.isGpu()) {
            CudaDriver.open()
                    .flatMap(driver -> driver.name(device.getDeviceId()))
                    .ifPresent(name -> gpu.put("gpu", name));
            gpu.putAll(CudaVersions.of(libtorch));
        }
        return new Platform(
                device.getDeviceType(), libtorch.version(), Engine.getDjlVersion(), precision(device, spec), gpu);
    }

    private static String precision(Device device, TrainingSpec spec) {
        boolean rounded = spec.precision() != TrainingSpec.Precision.TF32 || device.isGpu();
        return rounded ? spec.precision().name().toLowerCase(Locale.ROOT) : "float32";
    }

    /** The device of a training and what libtorch finds, such as "Device cpu: libtorch 2.7.1 with CUDA, no GPU visible". */
    public static String description(TrainingSpec spec, TrainingSpec.Device wanted) {
        Device device = choose(wanted);
        String text = "Device %s: %s"
                .formatted(device.getDeviceType(), Libtorch.load().description());
        boolean same = spec.precision() == TrainingSpec.Precision.TF32 && !device.isGpu();
        return same ? text + "; precision tf32 is float32 on a CPU" : text;
    }
}
