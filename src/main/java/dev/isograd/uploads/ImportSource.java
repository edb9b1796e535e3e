package dev.isograd.uploads;

import java.net.URI;

/** Where the files of a data set come from. */
public sealed interface ImportSource {

    /**
     * A file that a user uploaded.
     *
     * @param id of a complete upload of the same project
     */
    record Upload(String id) implements ImportSource {}

    /** A file at an https address. */
    record Url(URI address) implements ImportSource {}

    /**
     * A file or folder on the disks of the workers.
     *
     * @param path a path below one of the folders that the operator allowed
     */
    record Folder(String path) implements ImportSource {}
}
