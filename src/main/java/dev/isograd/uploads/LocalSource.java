package dev.isograd.uploads;

import java.nio.file.Path;

/**
 * The files of a data set on this machine, ready to be read.
 *
 * @param path a file, or a folder if the operator allowed one
 * @param fileName what the user called it, such as {@code pets.zip}
 * @param bytes size of the file, or of all files in the folder
 */
public record LocalSource(Path path, String fileName, long bytes) {}
