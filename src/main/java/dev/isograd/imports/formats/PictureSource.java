package dev.isograd.imports.formats;

import java.io.IOException;
import java.util.List;

/** The labelled pictures of a source. */
public interface PictureSource {

    /** The format's name in the API. */
    String format();

    /** Visits each picture; every time in the same order. */
    void each(PictureVisitor visitor) throws IOException;

    /** Decides where the pictures of each group belong, in the order of the groups. */
    default List<Placement> place(List<Group> groups) {
        return groups.stream().map(Placement::in).toList();
    }

    /** All classes in the order of their numbers, if the source names them; else empty. */
    default List<String> classes() {
        return List.of();
    }
}
