package dev.isograd.learning;

/** Thrown when the images of the data set do not fit the network or the heads of the spec. */
public final class ImagesDoNotFit extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    ImagesDoNotFit(IllegalArgumentException unfit) {
        super(unfit.getMessage(), unfit);
    }
}
