package dev.isograd.imports;

import dev.isograd.imports.formats.Group;
import dev.isograd.imports.formats.Placement;
import dev.isograd.imports.formats.Split;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Decides which pictures become the test split: those that the source says, or a share of each class. */
final class TestSplit {

    private final Survey survey;
    private final List<Placement> placements;
    private final List<String> notes;

    private TestSplit(Survey survey, List<Placement> placements, List<String> notes) {
        this.survey = survey;
        this.placements = placements;
        this.notes = notes;
    }

    /** Returns the numbers of the pictures of the test split. */
    static BitSet of(
            ImportOrder order, Survey survey, List<Placement> placements, ClassList classes, List<String> notes) {
        TestSplit split = new TestSplit(survey, placements, notes);
        Set<Split> found = EnumSet.noneOf(Split.class);
        for (Placement placement : placements) {
            if (placement.problem() == null) {
                found.add(placement.group().split());
            }
        }
        boolean test = found.contains(Split.TEST);
        boolean validation = found.contains(Split.VALIDATION);
        if (!test && !validation) {
            return split.chosen(order, classes);
        }
        if (!found.contains(Split.TRAIN) && !found.contains(Split.NONE)) {
            throw new BadSource(FileName.shown(order.fileName()) + " has no pictures for training, only a test split");
        }
        split.note(order, test, validation);
        return split.given(test ? Split.TEST : Split.VALIDATION);
    }

    private void note(ImportOrder order, boolean test, boolean validation) {
        if (test && validation) {
            notes.add("The validation pictures were added to the training pictures: a training chooses its own"
                    + " validation pictures by validationFraction.");
        } else if (validation) {
            notes.add("The validation pictures are the test split, as there is no other.");
        }
        if (order.testFraction() != null) {
            notes.add("testFraction was not used: the source has a test split.");
        }
    }

    private BitSet given(Split split) {
        BitSet test = new BitSet();
        for (int picture = 0; picture < survey.count(); picture++) {
            if (group(picture).split() == split) {
                test.set(picture);
            }
        }
        return test;
    }

    private Group group(int picture) {
        return placements.get(survey.groupOf(picture)).group();
    }

    /** At least one picture of each class with two, and never all of them. */
    private BitSet chosen(ImportOrder order, ClassList classes) {
        Double given = order.testFraction();
        double fraction = given == null ? ImportOrder.DEFAULT_TEST_FRACTION : given;
        notes.add("The test split has %s of each class, chosen by the seed %d.".formatted(fraction, order.seed()));
        int[][] pictures = byClass(classes);
        BitSet test = new BitSet();
        for (int number = 0; number < pictures.length; number++) {
            int[] ofClass = pictures[number];
            shuffle(ofClass, new Random(order.seed() * 31 + number));
            int most = Math.max(0, ofClass.length - 1);
            int count = Math.min(most, Math.max(1, (int) Math.round(ofClass.length * fraction)));
            Arrays.stream(ofClass, 0, count).forEach(test::set);
        }
        return test;
    }

    private int[][] byClass(ClassList classes) {
        int[] counts = new int[classes.names().size()];
        int[][] pictures = new int[counts.length][16];
        for (int picture = 0; picture < survey.count(); picture++) {
            if (survey.isBad(picture) || placements.get(survey.groupOf(picture)).problem() != null) {
                continue;
            }
            int number = classes.number(group(picture).label());
            if (counts[number] == pictures[number].length) {
                pictures[number] = Arrays.copyOf(pictures[number], counts[number] * 2);
            }
            pictures[number][counts[number]++] = picture;
        }
        for (int number = 0; number < counts.length; number++) {
            pictures[number] = Arrays.copyOf(pictures[number], counts[number]);
        }
        return pictures;
    }

    private static void shuffle(int[] values, Random random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }
}
