package dev.isograd.inference;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.isograd.learning.graph.PictureFormat;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/** An ONNX file, loaded by onnxruntime. */
final class OnnxNetwork implements ExportedNetwork {

    private final PictureFormat format;
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** @throws ExportMismatch if onnxruntime refuses the file */
    OnnxNetwork(Path file, PictureFormat format) {
        this.format = format;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
        } catch (OrtException refused) {
            throw new ExportMismatch("onnxruntime refuses the file: " + refused.getMessage(), refused);
        }
    }

    @Override
    public float[] scores(ByteBuffer pictures, int count) {
        long[] shape = {count, format.channels(), format.height(), format.width()};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, pictures, shape, OnnxJavaType.UINT8);
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            FloatBuffer numbers = ((OnnxTensor) result.get(0)).getFloatBuffer();
            float[] scores = new float[numbers.remaining()];
            numbers.get(scores);
            return scores;
        } catch (OrtException failed) {
            throw new ExportMismatch("onnxruntime cannot run the file: " + failed.getMessage(), failed);
        }
    }

    Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException failed) {
            throw new IllegalStateException("The session could not be closed", failed);
        }
    }
}
