package dev.isograd.learning.data;

import java.util.function.ObjDoubleConsumer;

/**
 * The operations of {@link RandAugment}. Each has a strength of -1 to 1; operations without a direction use its size, some no
 * strength at all.
 */
enum PictureOperation {
    IDENTITY((picture, strength) -> {}),
    SHEAR_X((picture, strength) -> Warp.shear(0.3 * strength, 0).apply(picture)),
    SHEAR_Y((picture, strength) -> Warp.shear(0, 0.3 * strength).apply(picture)),
    TRANSLATE_X((picture, strength) ->
            Warp.shift(0.45 * strength * picture.width(), 0).apply(picture)),
    TRANSLATE_Y((picture, strength) ->
            Warp.shift(0, 0.45 * strength * picture.height()).apply(picture)),
    ROTATE((picture, strength) -> Warp.rotation(Math.PI / 6 * strength).apply(picture)),
    BRIGHTNESS((picture, strength) -> Levels.blend(picture, Levels.black(picture), 1 + 0.9 * strength)),
    COLOR((picture, strength) -> Levels.blend(picture, Levels.grey(picture), 1 + 0.9 * strength)),
    CONTRAST((picture, strength) -> Levels.blend(picture, Levels.meanGrey(picture), 1 + 0.9 * strength)),
    SHARPNESS((picture, strength) -> Levels.blend(picture, Levels.smooth(picture), 1 + 0.9 * strength)),
    POSTERIZE((picture, strength) -> Levels.posterize(picture, 8 - (int) Math.round(4 * Math.abs(strength)))),
    SOLARIZE((picture, strength) -> Levels.solarize(picture, 255 - 255 * Math.abs(strength))),
    AUTO_CONTRAST((picture, strength) -> Levels.stretch(picture)),
    EQUALIZE((picture, strength) -> Levels.equalize(picture));

    private final ObjDoubleConsumer<Picture> change;

    PictureOperation(ObjDoubleConsumer<Picture> change) {
        this.change = change;
    }

    /** Changes the image in place. */
    void apply(Picture picture, double strength) {
        change.accept(picture, strength);
    }
}
