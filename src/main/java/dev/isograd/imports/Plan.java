package dev.isograd.imports;

import dev.isograd.imports.formats.PictureSource;
import dev.isograd.imports.formats.Placement;
import dev.isograd.imports.pictures.PictureShape;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of each picture, decided after the first reading. */
record Plan(
        Survey survey,
        List<Placement> placements,
        ClassList classes,
        BitSet test,
        PictureShape shape,
        List<String> notes) {

    static Plan of(ImportOrder order, PictureSource source, Survey survey) {
        if (survey.count() == 0) {
            throw new BadSource(FileName.shown(order.fileName()) + " has no pictures"
                    + survey.firstOther()
                            .map(other -> ", only files such as " + FileName.shown(other))
                            .orElse(""));
        }
        List<String> notes = new ArrayList<>();
        if (order.format().equals("auto")) {
            notes.add("The format %s was recognized.".formatted(source.format()));
        }
        List<Placement> placements = source.place(survey.groups());
        ClassList classes = ClassList.of(order, placements, source.classes());
        BitSet test = TestSplit.of(order, survey, placements, classes, notes);
        PictureShape shape = ShapeChoice.of(order, survey, notes);
        survey.firstOther()
                .ifPresent(other -> notes.add("%d files that are no pictures were left out, such as %s."
                        .formatted(survey.others(), FileName.shown(other))));
        return new Plan(survey, placements, classes, test, shape, notes);
    }

    /** Why a picture belongs nowhere; null if it does. */
    @Nullable
    String problem(int picture) {
        return placements.get(survey.groupOf(picture)).problem();
    }

    int label(int picture) {
        return classes.number(placements.get(survey.groupOf(picture)).group().label());
    }

    boolean isTest(int picture) {
        return test.get(picture);
    }
}
