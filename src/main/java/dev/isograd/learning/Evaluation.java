package dev.isograd.learning;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.data.Augmentation;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.data.BatchLoader;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.networks.LocalNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Evaluates the head of every local module on all test images, in batches of 250 and in evaluation mode. */
final class Evaluation {

    private static final int BATCH_SIZE = 250;

    private final LocalNetwork network;
    private final BatchLoader loader;
    private final int[] order;

    Evaluation(LocalNetwork network, BatchLoader loader, int count) {
        this.network = network;
        this.loader = loader;
        this.order = IntStream.range(0, count).toArray();
    }

    /** Returns one score per local module, first module first. */
    List<Score> run() {
        double[] losses = new double[network.modules().size()];
        double[] correct = new double[losses.length];
        for (int from = 0; from < order.length; from += BATCH_SIZE) {
            try (NDScope scope = new NDScope();
                    Recording off = Recording.off()) {
                int to = Math.min(order.length, from + BATCH_SIZE);
                add(loader.load(order, from, to, 0, Augmentation.NONE), losses, correct);
            }
        }
        List<Score> scores = new ArrayList<>();
        for (int l = 0; l < losses.length; l++) {
            scores.add(new Score(losses[l] / order.length, correct[l] / order.length));
        }
        return scores;
    }

    private void add(Batch batch, double[] losses, double[] correct) {
        NDArray x = batch.images_BCHW();
        for (LocalModule module : network.modules()) {
            NDArray features = module.features(x, Mode.EVALUATION);
            x.close();
            x = features;
            NDArray scores = module.scores(x, Mode.EVALUATION);
            int l = module.number() - 1;
            losses[l] += batch.size() * scalar(CrossEntropy.mean(scores, batch.labels_BC()));
            correct[l] += scalar(CrossEntropy.correct(scores, batch.labels_BC()));
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
