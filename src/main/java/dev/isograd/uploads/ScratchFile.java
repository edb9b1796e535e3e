package dev.isograd.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Writes what a source sends to a file of this machine. */
final class ScratchFile {

    private static final String NAME = "source";
    private static final int BUFFER = 1 << 18;

    private ScratchFile() {}

    /** Thrown when the source, and not this machine, broke off. */
    static final class SourceFailed extends IOException {

        private static final long serialVersionUID = 1L;

        SourceFailed(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Takes note of the number of bytes that have arrived. */
    interface Progress {
        void at(long bytes);
    }

    /**
     * Writes a stream of known length.
     *
     * @throws SourceFailed if the stream breaks off, or has another length
     * @throws CancellationException if it was stopped
     * @throws UncheckedIOException if the file cannot be written
     */
    static Path write(InputStream in, Path folder, long bytes, BooleanSupplier shouldStop) throws SourceFailed {
        long[] arrived = {0};
        Path file = write(in, folder, count -> arrived[0] = count, shouldStop);
        if (arrived[0] != bytes) {
            throw new SourceFailed(new IOException("%d of %d bytes arrived".formatted(arrived[0], bytes)));
        }
        return file;
    }

    /** @param progress may end the work with an exception */
    static Path write(InputStream in, Path folder, Progress progress, BooleanSupplier shouldStop) throws SourceFailed {
        Path file = folder.resolve(NAME);
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            long total = 0;
            for (int count = read(in, buffer, shouldStop); count >= 0; count = read(in, buffer, shouldStop)) {
                total += count;
                progress.at(total);
                out.write(buffer, 0, count);
            }
            return file;
        } catch (SourceFailed failed) {
            throw failed;
        } catch (IOException failed) {
            throw new UncheckedIOException("Cannot write " + file, failed);
        }
    }

    private static int read(InputStream in, byte[] buffer, BooleanSupplier shouldStop) throws SourceFailed {
        if (shouldStop.getAsBoolean()) {
            throw new CancellationException("The copy of the source was stopped");
        }
        try {
            return in.read(buffer);
        } catch (IOException failed) {
            throw new SourceFailed(failed);
        }
    }
}
