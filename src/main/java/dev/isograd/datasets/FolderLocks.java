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

    private final Path folder;
    private final Map<String, Holding> held = new HashMap<>();

    FolderLocks(Path folder) {
        this.folder = folder;
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
    synchronized Optional<Lock> tryShared(String name) throws IOException {
        Holding holding = held.get(name);
        if (holding == null) {
            return acquire(name, true, 1);
        }
        if (holding.users < 0) {
            return Optional.empty();
        }
        holding.users++;
        return Optional.of(() -> release(name));
    }

    /** Returns empty while somebody else holds the lock. */
    synchronized Optional<Lock> tryExclusive(String name) throws IOException {
        return held.containsKey(name) ? Optional.empty() : acquire(name, false, -1);
    }

    private Optional<Lock> acquire(String name, boolean shared, int users) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(
                folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = lock(channel, shared);
        if (lock == null) {
            channel.close();
            return Optional.empty();
        }
        held.put(name, new Holding(channel, users));
        return Optional.of(() -> release(name));
    }

    private static @Nullable FileLock lock(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(0, Long.MAX_VALUE, shared);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    private synchronized void release(String name) {
        Holding holding = held.get(name);
        if (holding == null) {
            return;
        }
        holding.users = Math.max(0, holding.users - 1);
        if (holding.users == 0) {
            held.remove(name);
            try {
                holding.channel.close();
            } catch (IOException failed) {
                throw new UncheckedIOException("The lock of " + name + " could not be released", failed);
            }
        }
    }
}
