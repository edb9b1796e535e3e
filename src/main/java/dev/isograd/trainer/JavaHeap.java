package dev.isograd.trainer;

import java.util.List;

/**
 * The options of the Java heap of a training's process. Tensors lie outside the heap, and the objects that point to them are
 * small and short-lived.
 */
public final class JavaHeap {

    private JavaHeap() {}

    /**
     * The options for a heap of at most this size, such as 512m. By default, the JVM fills a young generation of a hundredth of
     * the machine's memory before it collects, and this memory counts as that of the training.
     */
    public static List<String> options(String largest) {
        return List.of("-Xmx" + largest, "-Xms16m", "-Xmn8m", "-XX:+UseSerialGC");
    }
}
