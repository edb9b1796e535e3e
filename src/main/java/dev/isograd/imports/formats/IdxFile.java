package dev.isograd.imports.formats;

import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the header of an IDX file, the format of MNIST. */
final class IdxFile {

    private static final int MOST_DIMENSIONS = 4;

    private IdxFile() {}

    static boolean isIdx(byte[] start) {
        return start.length >= 4
                && start[0] == 0
                && start[1] == 0
                && start[2] >= 8
                && start[2] <= 14
                && start[3] >= 1
                && start[3] <= MOST_DIMENSIONS;
    }

    static ArrayFile read(String name, Path path) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
            byte[] magic = in.readNBytes(4);
            if (!isIdx(magic)) {
                throw new BadSource(FileName.shown(name) + " is not an IDX file of 1 to 4 dimensions");
            }
            long[] shape = new long[magic[3]];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = Integer.toUnsignedLong(in.readInt());
            }
            return new ArrayFile(name, path, 4 + 4L * shape.length, type(name, magic[2]), shape).checked();
        } catch (EOFException end) {
            throw new BadSource(FileName.shown(name) + " ends within its header", end);
        }
    }

    private static DataType type(String name, int code) {
        return switch (code) {
            case 0x08 -> DataType.UINT8;
            case 0x09 -> new DataType(1, true, true);
            case 0x0b -> new DataType(2, true, true);
            case 0x0c -> new DataType(4, true, true);
            default -> throw new BadSource(FileName.shown(name) + " has numbers that are not whole");
        };
    }
}
