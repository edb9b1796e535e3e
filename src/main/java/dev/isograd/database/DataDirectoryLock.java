package dev.isograd.database;

import dev.isograd.IsogradProperties;
import dev.isograd.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Locks the data directory against other processes, from before the first bean is created until the last is destroyed.
 */
@Order(Ordered.LOWEST_PRECEDENCE) // Runs last, because other initializers may still change the settings.
final class DataDirectoryLock implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final String FILE = "lock";

    // Far beyond the content, so that others can read the process id even if the system enforces file locks.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        FileNames.requireNameable(context.getEnvironment().getProperty("isograd.data-dir"));
        Path directory = Binder.get(context.getEnvironment())
                .bindOrCreate("isograd", IsogradProperties.class)
                .dataDir();
        FileChannel channel = acquire(directory);
        // Disposable beans are destroyed in reverse order of registration, so this first one is destroyed last.
        ((DefaultSingletonBeanRegistry) context.getBeanFactory())
                .registerDisposableBean("dataDirectoryLock", channel::close);
    }

    /** Acquires the lock; closing the returned channel releases it. */
    static FileChannel acquire(Path directory) {
        try {
            PrivateFiles.createDirectory(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve(FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                String holder = Files.readString(directory.resolve(FILE)).strip();
                channel.close();
                throw new DataDirectoryInUse(directory, holder);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException failed) {
            throw new DataDirectoryUnusable("Cannot use the data directory " + directory, failed);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }
}
