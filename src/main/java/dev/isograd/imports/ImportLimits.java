package dev.isograd.imports;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of one import, which protect the worker from archives and pictures made to exhaust it.
 *
 * @param entries most files and folders of a source
 * @param unpackedBytes most bytes of all files after unpacking
 * @param ratio most unpacked bytes for one packed byte, after the first MiB
 * @param fileBytes most bytes of one picture's file
 * @param pixels most pixels of one picture, checked before it is decoded
 * @param side most pixels of one side
 * @param nameLength most letters of a file's path
 * @param depth most folders around a file
 * @param classes most classes
 * @param seconds longest time of the import
 * @param badShare largest share of bad files if bad files are skipped
 */
@ConfigurationProperties("isograd.imports")
public record ImportLimits(
        @DefaultValue("200000") int entries,
        @DefaultValue("21474836480") long unpackedBytes,
        @DefaultValue("200") int ratio,
        @DefaultValue("67108864") int fileBytes,
        @DefaultValue("50000000") int pixels,
        @DefaultValue("20000") int side,
        @DefaultValue("255") int nameLength,
        @DefaultValue("8") int depth,
        @DefaultValue("10000") int classes,
        @DefaultValue("7200") int seconds,
        @DefaultValue("0.5") double badShare) {

    /** The defaults of application.yaml. */
    public static final ImportLimits DEFAULTS =
            new ImportLimits(200_000, 20L << 30, 200, 64 << 20, 50_000_000, 20_000, 255, 8, 10_000, 7_200, 0.5);
}
