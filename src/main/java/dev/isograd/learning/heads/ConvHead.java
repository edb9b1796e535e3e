package dev.isograd.learning.heads;

import dev.isograd.learning.layers.BatchNormalization;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Convolution;
import dev.isograd.learning.layers.FeatureShape;
import dev.isograd.learning.layers.FullyConnected;
import dev.isograd.learning.layers.Initializer;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * 3x3 convolutions, global average pooling and two linear layers. With one convolution, it is the head "1c2f" of InfoPro (Wang et
 * al. 2021, arXiv 2101.10832).
 *
 * <p>More convolutions make the head resemble the layers above, as the auxiliary networks of AugLocal do (Ma et al. 2024, arXiv
 * 2402.17318). Their number and width are our own.
 */
public final class ConvHead implements Head {

    private static final int WIDE = 64;
    private static final int HIDDEN = 128;

    private final int convolutions;

    public ConvHead(int convolutions) {
        this.convolutions = convolutions;
    }

    @Override
    public Layer build(FeatureShape features, int classes, Initializer initializer) {
        List<Layer> layers = new ArrayList<>();
        int channels = features.channels();
        for (int i = 1; i <= convolutions; i++) {
            int out = channels < WIDE ? 2 * channels : channels;
            int stride = channels < WIDE ? 2 : 1;
            String number = i == 1 ? "" : String.valueOf(i);
            layers.add(new Convolution(initializer, "conv" + number, channels, out, 3, stride));
            layers.add(new BatchNormalization(initializer, "norm" + number, out));
            layers.add(Operation.relu());
            channels = out;
        }
        layers.add(Operation.globalAveragePool());
        layers.add(FullyConnected.hidden(initializer, "hidden", channels, HIDDEN));
        layers.add(new BatchNormalization(initializer, "hiddenNorm", HIDDEN));
        layers.add(Operation.relu());
        layers.add(FullyConnected.scores(initializer, "scores", HIDDEN, classes));
        return new Chain(layers);
    }
}
