package dev.isograd.learning.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.isograd.learning.autograd.Gradients;
import dev.isograd.learning.autograd.Recording;
import dev.isograd.learning.heads.CrossEntropy;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Layer.Mode;
import dev.isograd.learning.layers.Parameter;
import dev.isograd.learning.random.RandomStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransformerBlockTests {

    private static final int CHANNELS = 6;

    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray labels = manager.create(new double[][] {{1, 0, 0}, {0, 0, 1}});
    private Layer block;
    private Layer head;
    private NDArray images;
    private NDArray direction;

    @BeforeEach
    void makeBlock() {
        Vit vit = new Vit(2, 1, CHANNELS, 2);
        Block transformer = vit.blocks(
                        new FeatureShape(1, 4, 6), owner -> new Initializer(manager, DataType.FLOAT64, 5, owner))
                .getLast();
        block = transformer.layer();
        head = vit.classifier().build(transformer.output(), 3, new Initializer(manager, DataType.FLOAT64, 5, "head"));
        images = normal(new Shape(2, CHANNELS, 2, 3));
        direction = normal(new Shape(2, CHANNELS, 2, 3));
    }

    @AfterEach
    void closeArrays() {
        manager.close();
    }

    @Test
    void mixesTokensOfTheSameImageOnly() {
        NDArray changed = images.duplicate();
        changed.set(new NDIndex("0,:,0,0"), 3);

        NDArray difference = block.forward(changed, Mode.EVALUATION)
                .sub(block.forward(images, Mode.EVALUATION))
                .abs();

        assertThat(difference.get(0).min().getDouble()).isPositive();
        assertThat(difference.get(1).max().getDouble()).isZero();
    }

    /** Compares the parameter gradients of a weighted sum of the input gradient with a central difference. */
    @Test
    void differentiatesTwice() {
        NDList parameters = Parameter.trainable(List.of(block.parameters(), head.parameters()).stream()
                .flatMap(List::stream)
                .toList());
        NDList moves = new NDList();
        parameters.forEach(parameter -> moves.add(normal(parameter.getShape())));

        double along = 0;
        try (Recording on = Recording.on()) {
            NDArray x = Recording.leaf(images);
            NDArray g = Gradients.differentiable(loss(x), new NDList(x)).singletonOrThrow();
            NDList gradients = Gradients.of(g.mul(direction).sum(), parameters);
            for (int i = 0; i < parameters.size(); i++) {
                along += gradients.get(i).mul(moves.get(i)).sum().getDouble();
            }
        }

        double reach = 1e-5;
        double above = gradientAlongDirection(parameters, moves, reach);
        double below = gradientAlongDirection(parameters, moves, -reach);
        assertThat(Math.abs(along)).isGreaterThan(1e-3);
        assertThat(along).isCloseTo((above - below) / (2 * reach), within(1e-7 * Math.abs(along)));
    }

    private double gradientAlongDirection(NDList parameters, NDList moves, double reach) {
        move(parameters, moves, reach);
        try (Recording on = Recording.on()) {
            NDArray x = Recording.leaf(images);
            NDArray g = Gradients.of(loss(x), new NDList(x)).singletonOrThrow();
            return g.mul(direction).sum().getDouble();
        } finally {
            move(parameters, moves, -reach);
        }
    }

    private static void move(NDList parameters, NDList moves, double reach) {
        try (Recording off = Recording.off()) {
            for (int i = 0; i < parameters.size(); i++) {
                parameters.get(i).addi(moves.get(i).mul(reach));
            }
        }
    }

    private NDArray loss(NDArray x) {
        return CrossEntropy.mean(head.forward(block.forward(x, Mode.TRAINING), Mode.TRAINING), labels);
    }

    private NDArray normal(Shape shape) {
        RandomStream random = RandomStream.named(11, shape.toString());
        double[] values = new double[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return manager.create(values).reshape(shape);
    }
}
