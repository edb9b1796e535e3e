package dev.isograd.imports;

import dev.isograd.imports.ImportReport.Size;
import dev.isograd.imports.ImportReport.Sizes;
import dev.isograd.imports.pictures.Fit;
import dev.isograd.imports.pictures.PictureShape;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.util.List;

/** Chooses the shape of all pictures where the user has not, and says why. */
final class ShapeChoice {

    /** Pictures of one size keep it up to this side. */
    private static final int LONGEST_KEPT = 256;

    /** Longest side that is chosen otherwise. */
    private static final int LONGEST_CHOSEN = 128;

    private static final int STEP = 8;

    private final ImportOrder order;
    private final Survey survey;
    private final List<String> notes;

    private ShapeChoice(ImportOrder order, Survey survey, List<String> notes) {
        this.order = order;
        this.survey = survey;
        this.notes = notes;
    }

    /** @param notes receives the reasons */
    static PictureShape of(ImportOrder order, Survey survey, List<String> notes) {
        ShapeChoice choice = new ShapeChoice(order, survey, notes);
        Size size = choice.size();
        return new PictureShape(choice.channels(), size.height(), size.width(), choice.fit(size));
    }

    private Size size() {
        if (order.height() != null && order.width() != null) {
            Size size = new Size(order.height(), order.width());
            requireAllowed(size);
            return size;
        }
        Sizes found = survey.sizes().report();
        Size size = found.distinct() == 1 ? sizeOfAll(found.median()) : square();
        notes.add("The size %d x %d was chosen: %s."
                .formatted(
                        size.height(),
                        size.width(),
                        found.distinct() == 1
                                ? "all pictures have %d x %d"
                                        .formatted(
                                                found.median().height(),
                                                found.median().width())
                                : "the pictures have %d sizes, and half of their shorter sides have at most %d pixels; %d is the most that is chosen"
                                        .formatted(
                                                found.distinct(), survey.sizes().medianShorterSide(), LONGEST_CHOSEN)));
        return size;
    }

    private void requireAllowed(Size size) {
        ImportLimits limits = order.limits();
        boolean tooLong = Math.max(size.height(), size.width()) > limits.side();
        if (tooLong || (long) size.height() * size.width() > limits.pixels()) {
            throw new BadSource("The size %d x %d for %s exceeds the limit of %d pixels and %d on one side"
                    .formatted(
                            size.height(),
                            size.width(),
                            FileName.shown(order.fileName()),
                            limits.pixels(),
                            limits.side()));
        }
    }

    private static Size sizeOfAll(Size size) {
        int longer = Math.max(size.height(), size.width());
        if (longer <= LONGEST_KEPT) {
            return size;
        }
        return new Size(
                rounded((double) size.height() * LONGEST_CHOSEN / longer),
                rounded((double) size.width() * LONGEST_CHOSEN / longer));
    }

    private Size square() {
        int side = rounded(Math.min(LONGEST_CHOSEN, survey.sizes().medianShorterSide()));
        return new Size(side, side);
    }

    private static int rounded(double side) {
        return Math.max(STEP, (int) (side / STEP) * STEP);
    }

    private int channels() {
        if (order.channels() != null) {
            return order.channels();
        }
        int channels = survey.colored() > 0 ? 3 : 1;
        notes.add(
                channels == 1
                        ? "1 channel was chosen: all pictures are gray."
                        : "3 channels were chosen: %d of %d pictures may have colors."
                                .formatted(survey.colored(), survey.count()));
        return channels;
    }

    private Fit fit(Size size) {
        if (order.fit() != null) {
            return Fit.of(order.fit());
        }
        Sizes found = survey.sizes().report();
        boolean cut = found.distinct() > 1
                || (long) found.median().height() * size.width()
                        != (long) found.median().width() * size.height();
        if (cut) {
            notes.add("The fit crop was chosen: the middle of each picture is used.");
        }
        return Fit.CROP;
    }
}
