package dev.isograd.imports;

import dev.isograd.imports.ImportReport.Size;
import dev.isograd.imports.ImportReport.Sizes;
import java.util.HashSet;
import java.util.Set;

/** Counts the sizes of pictures, in memory that does not depend on their number. */
final class SizeCounts {

    private static final int MOST_DISTINCT = 10_000;

    private final long[] heights;
    private final long[] widths;
    private final long[] shorter;
    private final Set<Size> distinct = new HashSet<>();
    private Size smallest = new Size(Integer.MAX_VALUE, Integer.MAX_VALUE);
    private Size largest = new Size(0, 0);
    private long count;

    SizeCounts(int longestSide) {
        heights = new long[longestSide + 1];
        widths = new long[longestSide + 1];
        shorter = new long[longestSide + 1];
    }

    void add(int height, int width) {
        count++;
        heights[height]++;
        widths[width]++;
        shorter[Math.min(height, width)]++;
        Size size = new Size(height, width);
        if (distinct.size() < MOST_DISTINCT) {
            distinct.add(size);
        }
        smallest = pixels(size) < pixels(smallest) ? size : smallest;
        largest = pixels(size) > pixels(largest) ? size : largest;
    }

    private static long pixels(Size size) {
        return (long) size.height() * size.width();
    }

    int distinct() {
        return distinct.size();
    }

    /** Half of the pictures have no longer shorter side. */
    int medianShorterSide() {
        return median(shorter);
    }

    Sizes report() {
        return new Sizes(distinct.size(), smallest, new Size(median(heights), median(widths)), largest);
    }

    private int median(long[] sides) {
        long below = 0;
        int side = 0;
        while (below * 2 < count) {
            below += sides[side];
            side++;
        }
        return Math.max(1, side - 1);
    }
}
