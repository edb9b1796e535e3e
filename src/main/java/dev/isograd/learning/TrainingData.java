package dev.isograd.learning;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.data.Augmentation;
import dev.isograd.learning.data.BalancedSampler;
import dev.isograd.learning.data.BatchLoader;
import dev.isograd.learning.data.EpochBatches;
import dev.isograd.learning.data.EpochOrder;
import dev.isograd.learning.data.Holdout;
import dev.isograd.learning.data.Normalization;
import dev.isograd.learning.data.Sampler;
import dev.isograd.learning.data.Targets;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.lanes.Pipeline;
import dev.isograd.learning.spec.AugmentationSpec;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** The images of a training as its spec wants them: which are trained with, in what order, and how they and their labels change. */
final class TrainingData {

    private static final DataType TYPE = DataType.FLOAT32;

    /** Numbers of a batch of 250 color images with sides of 32, which any device has room for. */
    private static final int EVALUATED_NUMBERS = 250 * 3 * 32 * 32;

    private final TrainingSpec spec;
    private final LabelledImages train;
    private final LabelledImages test;
    private final NDManager manager;
    private final Normalization normalization;
    private final long trainBytesOnDevice;
    private final long testBytesOnDevice;
    private final Holdout parts;
    private final BatchLoader trainLoader;

    TrainingData(TrainingSpec spec, LabelledImages train, LabelledImages test, NDManager manager) {
        this.spec = spec;
        this.train = train;
        this.test = test;
        this.manager = manager;
        // Changed pixels come from the host, so the device needs no copy of the images.
        long trainBytes = augmentation().changesPixels() ? 0 : train.images().size();
        long testBytes = test.images().size();
        boolean room = Devices.hasRoomForImages(manager.getDevice(), trainBytes + testBytes);
        this.trainBytesOnDevice = room ? trainBytes : 0;
        this.testBytesOnDevice = room ? testBytes : 0;
        this.normalization = train.scan().normalization();
        int[] labels = labels(train);
        this.parts = Holdout.of(labels, train.classes(), spec.heldOut(train.count()), spec.seed());
        this.trainLoader = loader(train, trainBytesOnDevice);
    }

    /** Bytes of the images that a GPU keeps; 0 if they stay in the memory of the host. */
    long bytesOnDevice() {
        return trainBytesOnDevice + testBytesOnDevice;
    }

    /** The pictures that the network takes. The statistics are of all training images, held-out ones included: they use no labels. */
    PictureFormat pictures() {
        return new PictureFormat(
                train.channels(),
                train.height(),
                train.width(),
                train.classes(),
                Arrays.stream(normalization.means()).boxed().toList(),
                Arrays.stream(normalization.deviations()).boxed().toList());
    }

    /** The batches that are trained with. */
    EpochBatches batches() {
        return new EpochBatches(
                trainLoader.with(targets()),
                order(),
                augmentation(),
                spec.batchSize(train.count()),
                spec.stepsPerEpoch(train.count()));
    }

    private Targets targets() {
        double[] weights = switch (spec.classWeights()) {
            case NONE -> new double[0];
            case BALANCED -> Targets.balanced(train.labels(), parts.learned(), train.classes());
        };
        return spec.labelSmoothing() == 0 && weights.length == 0
                ? Targets.ONE_HOT
                : new Targets(spec.labelSmoothing(), weights);
    }

    private EpochOrder order() {
        int[] learned = parts.learned();
        EpochOrder order = switch (spec.sampling()) {
            case SHUFFLED -> new Sampler(spec.seed(), learned.length);
            case BALANCED -> {
                int[] labels = labels(train);
                yield BalancedSampler.of(
                        spec.seed(), Arrays.stream(learned).map(i -> labels[i]).toArray(), train.classes());
            }
        };
        return order.of(learned, spec.imagesPerEpoch(train.count()));
    }

    private Augmentation augmentation() {
        AugmentationSpec changes = spec.augmentation();
        return new Augmentation(
                spec.seed(),
                changes.flip(),
                changes.cropPadding(),
                changes.randAugment(),
                changes.magnitude(),
                changes.randomErasing(),
                changes.mixup(),
                spec.sampling() == TrainingSpec.Sampling.BALANCED);
    }

    Evaluation test(Pipeline pipeline) {
        int[] all = IntStream.range(0, test.count()).toArray();
        return new Evaluation(pipeline, loader(test, testBytesOnDevice), all, evaluatedImages());
    }

    /** Empty if no images are held out. */
    Optional<Evaluation> validation(Pipeline pipeline) {
        return parts.heldOut().length == 0
                ? Optional.empty()
                : Optional.of(new Evaluation(pipeline, trainLoader, parts.heldOut(), evaluatedImages()));
    }

    /**
     * Images of one batch: as many as a step has, so that an evaluation takes no more memory than a step and fits into what the
     * steps have left free. Very small batches would be slow, and small images take little memory.
     */
    private int evaluatedImages() {
        int few = Math.min(Evaluation.FEWEST, EVALUATED_NUMBERS / train.imageBytes());
        return Math.min(Evaluation.BATCH_SIZE, Math.max(few, spec.batchSize(train.count())));
    }

    /** All sets are normalized with the statistics of the training images. */
    private BatchLoader loader(LabelledImages set, long bytesOnDevice) {
        BatchLoader.Factory loaders = bytesOnDevice > 0 ? BatchLoader::onDevice : BatchLoader::new;
        return loaders.create(
                manager,
                TYPE,
                set.images(),
                set.labels(),
                new Shape(set.channels(), set.height(), set.width()),
                set.classes(),
                normalization);
    }

    private static int[] labels(LabelledImages set) {
        int[] labels = new int[set.count()];
        set.labels().get(set.labels().position(), labels);
        return labels;
    }
}
