package dev.isograd.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.isograd.learning.TrainedModules.HeadAnswers;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Augmentation;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.data.BatchLoader;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.lanes.Passage;
import dev.isograd.learning.lanes.Pipeline;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.reconciliation.BoundarySignal;
import dev.isograd.learning.rules.ModuleWork;
import java.util.ArrayList;
import java.util.List;

/** Evaluates the head of every local module on some images, in batches and in evaluation mode. */
final class Evaluation {

    /** The largest number of images in a batch. */
    static final int BATCH_SIZE = 250;

    /** The number of images in a batch where those of a step are fewer, unless images are large. */
    static final int FEWEST = 64;

    private static final int[] ROWS = {1};

    private final Pipeline pipeline;
    private final BatchLoader loader;
    private final int[] order;
    private final int batchSize;

    /**
     * @param order indices of the images
     * @param batchSize largest number of images at a time
     */
    Evaluation(Pipeline pipeline, BatchLoader loader, int[] order, int batchSize) {
        this.pipeline = pipeline;
        this.loader = loader;
        this.order = order;
        this.batchSize = batchSize;
    }

    /** Returns one score per local module, first module first. */
    List<Score> run() {
        List<Passage<Score>> passages = new ArrayList<>();
        for (int from = 0; from < order.length; from += batchSize) {
            int to = Math.min(order.length, from + batchSize);
            try (NDScope scope = new NDScope();
                    Recording off = Recording.off()) {
                passages.add(pipeline.submit(Evaluation::sums, loader.load(order, from, to, 0, Augmentation.NONE)));
            }
        }
        List<List<Score>> batches = passages.stream().map(Passage::await).toList();
        List<Score> scores = new ArrayList<>();
        for (int l = 0; l < batches.getFirst().size(); l++) {
            double loss = 0;
            double correct = 0;
            for (List<Score> batch : batches) {
                loss += batch.get(l).loss();
                correct += batch.get(l).accuracy();
            }
            scores.add(new Score(loss / order.length, correct / order.length));
        }
        return scores;
    }

    /** Returns what each head answers for every test image, first module first. The batches are those of {@link #run}. */
    List<HeadAnswers> answers() {
        List<Passage<HeadAnswers>> passages = new ArrayList<>();
        for (int from = 0; from < order.length; from += batchSize) {
            int to = Math.min(order.length, from + batchSize);
            try (NDScope scope = new NDScope();
                    Recording off = Recording.off()) {
                passages.add(pipeline.submit(Evaluation::answers, loader.load(order, from, to, 0, Augmentation.NONE)));
            }
        }
        List<List<HeadAnswers>> batches = passages.stream().map(Passage::await).toList();
        List<HeadAnswers> answers = new ArrayList<>();
        for (int l = 0; l < batches.getFirst().size(); l++) {
            int module = l;
            answers.add(HeadAnswers.joined(
                    batches.stream().map(batch -> batch.get(module)).toList()));
        }
        return answers;
    }

    /** The answers of one module's head to a batch. */
    private static ModuleWork.Result<HeadAnswers> answers(LocalModule module, BoundarySignal below, Batch batch) {
        try (NDScope scope = new NDScope();
                Recording off = Recording.off()) {
            NDArray features = module.features(below.features(), Mode.EVALUATION);
            NDArray scores = module.scores(features, Mode.EVALUATION);
            long[] predicted = scores.argMax(1).toType(DataType.INT64, false).toLongArray();
            float[] probabilities = scores.softmax(1).max(ROWS).toFloatArray();
            return new ModuleWork.Result<>(HeadAnswers.of(predicted, probabilities), BoundarySignal.features(features));
        }
    }

    /** Loss and accuracy of one module, each summed over a batch. */
    private static ModuleWork.Result<Score> sums(LocalModule module, BoundarySignal below, Batch batch) {
        try (NDScope scope = new NDScope();
                Recording off = Recording.off()) {
            NDArray features = module.features(below.features(), Mode.EVALUATION);
            NDArray scores = module.scores(features, Mode.EVALUATION);
            double loss = batch.size() * scalar(CrossEntropy.mean(scores, batch.labels_BC()));
            double correct = scalar(CrossEntropy.correct(scores, batch.labels_BC()));
            return new ModuleWork.Result<>(new Score(loss, correct), BoundarySignal.features(features));
        }
    }

    private static double scalar(NDArray value) {
        return value.toArray()[0].doubleValue();
    }

    /**
     * The result of one head.
     *
     * @param loss mean cross-entropy over all images, in nats
     * @param accuracy fraction of correctly classified images, 0 to 1
     */
    record Score(double loss, double accuracy) {}
}
