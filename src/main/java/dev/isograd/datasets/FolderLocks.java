package dev.isograd.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Locks that the threads of this process and other processes on the machine share, one file per name.
 *
 * <p>The kernel gives a file lock to a whole process and releases it when the process ends. The threads of this process
 * therefore share one file lock, and are counted.
 */
final class FolderLocks {

    /** By lock file, for all threads of this process, to which the kernel gives each lock once. */
    private static final Map<Path, Holding> HELD = new HashMap<>();

    private final Path folder;

    FolderLocks(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The file lock of one name, with the number of threads that use it; -1 for one that uses it alone. */
    private static final class Holding {

        private final FileChannel channel;
        private int users;

        Holding(FileChannel channel, int users) {
            this.channel = channel;
            this.users = users;
        }
    }

    /** A lock that is held until it is closed. */
    interface Lock extends AutoCloseable {

        @Override
        void close();
    }

    /** Returns empty while somebody holds the lock alone. */
    Optional<Lock> tryShared(String name) throws IOException {
        Path file = folder.resolve(name);
        synchronized (HELD) {
            Holding holding = HELD.get(file);
            if (holding == null) {
                return acquire(file, true, 1);
            }
            if (holding.users < 0) {
                return Optional.empty();
            }
            holding.users++;
            return Optional.of(() -> release(file));
        }
    }

    /** Returns empty while somebody else holds the lock. */
    Optional<Lock> tryExclusive(String name) throws IOException {
        Path file = folder.resolve(name);
        synchronized (HELD) {
            return HELD.containsKey(file) ? Optional.empty() : acquire(file, false, -1);
        }
    }

    private Optional<Lock> acquire(Path file, boolean shared, int users) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = lock(channel, shared);
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        HELD.put(file, new Holding(channel, users));
        return Optional.of(() -> release(file));
    }

    private static @Nullable FileLock lock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private static void release(Path file) {
        synchronized (HELD) {
            Holding holding = HELD.get(file);
            if (holding == null) {
                return;
            }
            holding.users = Math.max(0, holding.users - 1);
            if (holding.users == 0) {
                HELD.remove(file);
                try {
                    holding.channel.close();
                } catch (IOException failed) {
                    throw new UncheckedIOException("The lock " + file + " could not be released", failed);
                }
            }
        }
    }
}
