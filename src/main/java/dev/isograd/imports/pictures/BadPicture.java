package dev.isograd.imports.pictures;

/** Thrown when a file is no picture that can be read; the message is a sentence without the file's name. */
public final class BadPicture extends Exception {

    private static final long serialVersionUID = 1L;

    public BadPicture(String why) {
        super(why);
    }

    public BadPicture(String why, Throwable cause) {
        super(why, cause);
    }
}
