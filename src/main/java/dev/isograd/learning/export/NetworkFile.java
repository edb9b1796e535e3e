package dev.isograd.learning.export;

import dev.isograd.learning.graph.Graph;
import dev.isograd.learning.graph.PictureFormat;
import dev.isograd.learning.graph.Value;
import dev.isograd.learning.layers.Chain;
import dev.isograd.learning.layers.Layer;
import dev.isograd.learning.layers.Parameter;
import java.util.List;
import java.util.SortedMap;

/**
 * What an exported file holds: bytes of pictures in, class scores out.
 *
 * @param bodies of the modules, first module first
 * @param head on the last of them
 * @param scale factor of a byte by channel, and then the offset: the normalization of the pictures
 * @param metadata text by name
 */
record NetworkFile(
        PictureFormat pictures,
        List<Chain> bodies,
        Layer head,
        Parameter scale,
        Parameter offset,
        SortedMap<String, String> metadata) {

    /** Name of the input and of the output, for formats that name them. */
    static final String INPUT = "pictures";

    static final String OUTPUT = "scores";

    /** @param normalized the pictures as the network was trained on them */
    Value describe(Graph graph, Value normalized) {
        Value x = normalized;
        for (Chain body : bodies) {
            x = body.describe(graph, x);
        }
        return head.describe(graph, x);
    }
}
