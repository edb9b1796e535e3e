package dev.isograd.imports.formats;

import java.io.IOException;

/** Receives the pictures of a source, one after the other. */
public interface PictureVisitor {

    void picture(String name, Group group, PictureContent content) throws IOException;

    /** A file that should be a picture and is none. */
    void bad(String name, String why);

    /** A file that is no picture and need not be one. */
    void other(String name);
}
