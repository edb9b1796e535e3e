package dev.isograd.inference;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.libtorch.Libtorch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A TorchScript file, loaded by libtorch. */
final class TorchScriptNetwork implements ExportedNetwork {

    private final PictureFormat format;
    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), Libtorch.ENGINE);
    private final PtSymbolBlock block;

    /** @throws ExportMismatch if libtorch refuses the file */
    TorchScriptNetwork(Path file, PictureFormat format) throws IOException {
        this.format = format;
        try (InputStream bytes = Files.newInputStream(file)) {
            block = JniUtils.loadModule((PtNDManager) manager, bytes, false, false);
        } catch (EngineException refused) {
            manager.close();
            throw new ExportMismatch("libtorch refuses the file: " + refused.getMessage(), refused);
        }
    }

    @Override
    public float[] scores(ByteBuffer pictures, int count) {
        try (NDManager scope = manager.newSubManager()) {
            Shape shape = new Shape(count, format.channels(), format.height(), format.width());
            NDArray input = scope.create(pictures, shape, DataType.UINT8);
            return IValueUtils.forward(block, new NDList(input), false)
                    .singletonOrThrow()
                    .toFloatArray();
        } catch (EngineException failed) {
            throw new ExportMismatch("libtorch cannot run the file: " + failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        block.close();
        manager.close();
    }
}
