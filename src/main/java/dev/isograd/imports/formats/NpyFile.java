package dev.isograd.imports.formats;

import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the header of an array of NumPy. Arrays of objects are pickles, which could run code; they are refused. */
final class NpyFile {

    private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LONGEST_HEADER = 1 << 16;
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=]?)([a-zA-Z])(\\d*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");
    private static final int MOST_DIMENSIONS = 4;

    private NpyFile() {}

    static boolean isNpy(byte[] start) {
        return start.length >= MAGIC.length && Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    static ArrayFile read(String name, Path path) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
            if (!isNpy(in.readNBytes(MAGIC.length))) {
                throw refused(name, "is not a NumPy array");
            }
            int version = in.readUnsignedByte();
            in.readByte();
            long length = version == 1
                    ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                    : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
            if (version < 1 || version > 3 || length > LONGEST_HEADER) {
                throw refused(name, "has a header of version %d with %d bytes".formatted(version, length));
            }
            byte[] header = new byte[(int) length];
            in.readFully(header);
            long offset = MAGIC.length + 2 + (version == 1 ? 2 : 4) + length;
            return array(name, path, offset, new String(header, StandardCharsets.ISO_8859_1))
                    .checked();
        } catch (EOFException end) {
            throw new BadSource(FileName.shown(name) + " ends within its header", end);
        }
    }

    private static ArrayFile array(String name, Path path, long offset, String header) {
        Matcher type = TYPE.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!type.find() || !order.find() || !shape.find()) {
            throw refused(name, "has a header that cannot be read");
        }
        if (order.group(1).equals("True")) {
            throw refused(name, "stores its columns first; save it in C order");
        }
        return new ArrayFile(name, path, offset, type(name, type), shape(name, shape.group(1)));
    }

    private static DataType type(String name, Matcher type) {
        String kind = type.group(2);
        String bytes = type.group(3);
        if (kind.equals("O")) {
            throw refused(name, "contains pickled objects, which imports never read");
        }
        if ((!kind.equals("u") && !kind.equals("i")) || !bytes.matches("[1248]")) {
            throw refused(name, "has numbers that are not whole");
        }
        int size = Integer.parseInt(bytes);
        return new DataType(size, kind.equals("i"), size > 1 && type.group(1).equals(">"));
    }

    private static long[] shape(String name, String text) {
        String[] parts = text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*");
        if (parts.length == 0 || parts.length > MOST_DIMENSIONS) {
            throw refused(name, "has %d dimensions".formatted(parts.length));
        }
        try {
            return Arrays.stream(parts).mapToLong(Long::parseLong).toArray();
        } catch (NumberFormatException huge) {
            throw new BadSource(FileName.shown(name) + " has the impossible shape " + text, huge);
        }
    }

    private static BadSource refused(String name, String why) {
        return new BadSource(FileName.shown(name) + " " + why);
    }
}
