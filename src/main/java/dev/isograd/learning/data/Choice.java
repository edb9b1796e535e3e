package dev.isograd.learning.data;

import java.util.Optional;

/**
 * The images of one batch.
 *
 * @param order image indices of the whole epoch
 * @param from first position in the order
 * @param to position after the last
 * @param epoch counted from 0; varies the augmentation
 */
record Choice(int[] order, int from, int to, int epoch, Augmentation augmentation) {

    int count() {
        return to - from;
    }

    /** The index of an image of the batch. */
    int image(int i) {
        return order[from + i];
    }

    Augmentation.Placement placement(int i) {
        return augmentation.placement(epoch, key(i));
    }

    /** Changes the pixels of a placed image of the batch. */
    void changePixels(Picture picture, int i) {
        augmentation.changePixels(picture, epoch, key(i));
    }

    private int key(int i) {
        return augmentation.repeats() ? from + i : image(i);
    }

    /** The batch that usually comes next; smaller at the end of the epoch. */
    Optional<Choice> next() {
        return to == order.length
                ? Optional.empty()
                : Optional.of(new Choice(order, to, Math.min(order.length, to + count()), epoch, augmentation));
    }

    /** An order is never changed, so the same array has the same images. */
    boolean isSame(Choice other) {
        return order == other.order
                && from == other.from
                && to == other.to
                && epoch == other.epoch
                && augmentation.equals(other.augmentation);
    }
}
