package dev.isograd.imports;

import java.util.function.Supplier;

/**
 * A file that must not be imported.
 *
 * @param fileName what its user calls it
 * @param named what the sentence must name
 */
record HostileFile(String what, String fileName, String named, Supplier<byte[]> content) {

    @Override
    public String toString() {
        return what;
    }
}
