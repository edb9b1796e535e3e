package dev.isograd.imports.formats;

import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import dev.isograd.imports.sources.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An array of pictures and an array of their labels. */
record LabelledArrays(Split split, ArrayFile images, ArrayFile labels) {

    private static final int MOST_PIXELS = 50_000_000;

    /** @throws BadSource if the arrays do not belong together */
    LabelledArrays {
        if (!images.type().equals(DataType.UINT8)) {
            throw new BadSource(FileName.shown(images.name()) + " has no pixels of 8 bits without sign");
        }
        if (layoutOf(images.shape()) == null) {
            throw new BadSource("%s has the shape %s, not that of pictures with 1 or 3 channels"
                    .formatted(FileName.shown(images.name()), images.shapeText()));
        }
        boolean column = labels.shape().length == 2 && labels.shape()[1] == 1;
        if ((labels.shape().length != 1 && !column) || labels.count() != images.count()) {
            throw new BadSource("%s has the shape %s, but there are %d pictures"
                    .formatted(FileName.shown(labels.name()), labels.shapeText(), images.count()));
        }
    }

    private record Layout(int channels, int height, int width, boolean planes) {}

    private static @Nullable Layout layoutOf(long[] shape) {
        long[] sides = switch (shape.length) {
            case 3 -> new long[] {1, shape[1], shape[2], 0};
            case 4 ->
                isChannels(shape[3])
                        ? new long[] {shape[3], shape[1], shape[2], 0}
                        : new long[] {shape[1], shape[2], shape[3], 1};
            default -> new long[] {0, 0, 0, 0};
        };
        boolean sane = isChannels(sides[0])
                && sides[1] > 0
                && sides[2] > 0
                && sides[1] <= MOST_PIXELS
                && sides[2] <= MOST_PIXELS / sides[1];
        return sane ? new Layout((int) sides[0], (int) sides[1], (int) sides[2], sides[3] == 1) : null;
    }

    private static boolean isChannels(long dimension) {
        return dimension == 1 || dimension == 3;
    }

    void each(Intake intake, PictureVisitor visitor) throws IOException {
        Layout layout = Objects.requireNonNull(layoutOf(images.shape()));
        int bytes = layout.channels * layout.height * layout.width;
        try (InputStream pixels = images.open();
                InputStream numbers = labels.open()) {
            for (long i = 0; i < images.count(); i++) {
                intake.check();
                byte[] picture = pixels.readNBytes(bytes);
                String label = Long.toString(labels.next(numbers));
                visitor.picture(
                        "%s[%d]".formatted(images.name(), i),
                        new Group(split, label),
                        new PictureContent.Pixels(
                                layout.channels, layout.height, layout.width, picture, layout.planes));
            }
        }
    }
}
