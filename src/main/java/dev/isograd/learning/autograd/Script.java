package dev.isograd.learning.autograd;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A TorchScript function from a resource next to this class; {@code make_scripts.py} generates these resources. */
final class Script {

    /** DJL passes all arrays whose name ends in brackets to TorchScript as one list. */
    private static final String LIST = "list[]";

    private final PtSymbolBlock block;

    Script(String resource) {
        try (InputStream bytes = Script.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("Missing resource " + resource);
            }
            block = JniUtils.loadModule((PtNDManager) NDManager.newBaseManager(Device.cpu()), bytes, false, false);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Calls the function with the arguments in {@code plain}, then one list of {@code listed}. */
    NDList call(NDList plain, NDList listed) {
        for (NDArray array : listed) {
            array.setName(LIST);
        }
        NDList arguments = new NDList(plain.size() + listed.size());
        arguments.addAll(plain);
        arguments.addAll(listed);
        // "true" keeps autograd on. Otherwise, the result has no graph, and there is no error.
        return IValueUtils.forward(block, arguments, true);
    }
}
