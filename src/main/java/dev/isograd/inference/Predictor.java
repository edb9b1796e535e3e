package dev.isograd.inference;

import dev.isograd.imports.pictures.ArrayRows;
import dev.isograd.imports.pictures.BadPicture;
import dev.isograd.imports.pictures.PictureReader;
import dev.isograd.imports.pictures.PictureShape;
import dev.isograd.imports.pictures.Scaling;
import dev.isograd.inference.InferenceReply.Cause;
import dev.isograd.trainer.MessageChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** Answers pictures in the child process: several threads decode them, and one computes all that wait together. */
final class Predictor {

    /** Probabilities of one message, whose line has a limited length. */
    private static final int CHUNK = 8_000;

    private static final int LONGEST_SIDE = 1 << 15;

    private final LoadedNetwork loaded;
    private final MessageChannel server;
    private final int batch;
    private final ByteBuffer input;
    private final BlockingQueue<Prepared> waiting = new LinkedBlockingQueue<>();
    private final ThreadLocal<PictureReader> readers;
    private final ExecutorService decoding;

    /** The bytes of a picture in the shape of the network. */
    private record Prepared(long id, byte[] bytes, boolean all) {}

    /** Turns a request into the bytes of a picture. */
    @FunctionalInterface
    private interface Decoding {
        byte[] bytes() throws RefusedRequest, IOException;
    }

    /** @param mostPixels of a picture; a larger one is refused before it is decoded */
    Predictor(LoadedNetwork loaded, MessageChannel server, long mostPixels, int batch) {
        this.loaded = loaded;
        this.server = server;
        this.batch = batch;
        this.input = ByteBuffer.allocateDirect(batch * loaded.shape().bytes());
        this.readers = ThreadLocal.withInitial(() -> new PictureReader(mostPixels, LONGEST_SIDE));
        this.decoding = Executors.newFixedThreadPool(
                Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name("decoder ", 1).factory());
        Thread.ofPlatform().daemon().name("network").start(this::compute);
    }

    void accept(InferenceRequest.PredictPicture picture) {
        decode(picture.id(), picture.all(), () -> {
            try {
                return readers.get().read(Files.readAllBytes(Path.of(picture.file())), loaded.shape());
            } catch (BadPicture bad) {
                throw new RefusedRequest(Cause.PICTURE, "The picture cannot be read. " + bad.getMessage() + ".");
            }
        });
    }

    /** An image of another shape is fitted as a picture would be. */
    void accept(InferenceRequest.PredictImage image) {
        decode(image.id(), image.all(), () -> {
            byte[] bytes = Files.readAllBytes(Path.of(image.file()));
            PictureShape shape = loaded.shape();
            boolean same = image.channels() == shape.channels()
                    && image.height() == shape.height()
                    && image.width() == shape.width();
            return same
                    ? bytes
                    : Scaling.scale(
                            ArrayRows.planes(bytes, image.channels(), image.height(), image.width(), shape.channels()),
                            shape);
        });
    }

    private void decode(long id, boolean all, Decoding decode) {
        decoding.execute(() -> {
            try {
                waiting.add(new Prepared(id, decode.bytes(), all));
            } catch (RefusedRequest refused) {
                fail(id, refused.why(), String.valueOf(refused.getMessage()));
            } catch (IOException | RuntimeException failure) {
                failure.printStackTrace();
                fail(id, Cause.INTERNAL, "The picture could not be prepared: " + failure.getMessage());
            }
        });
    }

    private void compute() {
        List<Prepared> pictures = new ArrayList<>();
        try {
            while (true) {
                pictures.add(waiting.take());
                waiting.drainTo(pictures, batch - 1);
                answer(pictures);
                pictures.clear();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Throwable failure) {
            // Nothing would answer the requests that wait.
            failure.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void answer(List<Prepared> pictures) throws IOException {
        input.clear();
        pictures.forEach(picture -> input.put(picture.bytes()));
        input.flip();
        boolean all = pictures.stream().anyMatch(Prepared::all);
        int last = loaded.network().modules();
        SortedMap<Integer, float[]> scores = all
                ? loaded.network().scores(input, pictures.size())
                : new TreeMap<>(Map.of(last, loaded.network().scores(input, pictures.size(), last)));
        for (int i = 0; i < pictures.size(); i++) {
            Prepared picture = pictures.get(i);
            for (Map.Entry<Integer, float[]> head : scores.entrySet()) {
                if (picture.all() || head.getKey() == last) {
                    send(picture.id(), head.getKey(), softmax(head.getValue(), i), head.getKey() == last);
                }
            }
        }
    }

    private float[] softmax(float[] scores, int row) {
        int classes = loaded.classes().size();
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            highest = Math.max(highest, scores[row * classes + c]);
        }
        double sum = 0;
        double[] powers = new double[classes];
        for (int c = 0; c < classes; c++) {
            powers[c] = Math.exp(scores[row * classes + c] - highest);
            sum += powers[c];
        }
        float[] probabilities = new float[classes];
        for (int c = 0; c < classes; c++) {
            probabilities[c] = (float) (powers[c] / sum);
        }
        return probabilities;
    }

    /** @param isLast whether this is the last head that answers */
    private void send(long id, int module, float[] probabilities, boolean isLast) throws IOException {
        for (int from = 0; from < probabilities.length; from += CHUNK) {
            int count = Math.min(CHUNK, probabilities.length - from);
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(probabilities, from, count);
            server.send(new InferenceReply.Probabilities(
                    id, module, bytes.array(), isLast && from + count == probabilities.length));
        }
    }

    private void fail(long id, Cause cause, String message) {
        try {
            server.send(new InferenceReply.Failed(id, cause, message));
        } catch (IOException gone) {
            throw new UncheckedIOException("The server is gone", gone);
        }
    }
}
