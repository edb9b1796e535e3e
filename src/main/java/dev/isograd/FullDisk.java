package dev.isograd;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognizes failures whose cause is a full disk or an exhausted quota, however they are wrapped. */
public final class FullDisk {

    /** What the systems say (Linux, macOS and Windows); processes of Isograd run with English messages. */
    private static final Set<String> SENTENCES =
            Set.of("no space left on device", "disk quota exceeded", "not enough space on the disk");

    private static final String SQL_STATE = "53100";
    private static final int MAX_DEPTH = 20;

    private FullDisk() {}

    public static boolean isCauseOf(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (isFullDisk(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isFullDisk(Throwable failure) {
        return switch (failure) {
            case FileSystemException file -> saysSo(file.getReason());
            case SQLException sql -> SQL_STATE.equals(sql.getSQLState());
            case IOException io -> saysSo(io.getMessage());
            case UnsatisfiedLinkError library -> saysSo(library.getMessage());
            default -> false;
        };
    }

    private static boolean saysSo(@Nullable String message) {
        if (message == null) {
            return false;
        }
        String lower = message.toLowerCase(Locale.ROOT);
        return SENTENCES.stream().anyMatch(lower::contains);
    }
}
