package dev.isograd.database;

import dev.isograd.IsogradProperties;
import dev.isograd.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Keeps a second process off the data directory, from before the first bean is made until after the last is gone. */
@Order(Ordered.LOWEST_PRECEDENCE) // after whoever still changes settings
final class DataDirectoryLock implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final String FILE = "lock";

    // Far behind the content, so that the process id can be read where locks are mandatory.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Path directory = Binder.get(context.getEnvironment())
                .bindOrCreate("isograd", IsogradProperties.class)
                .dataDir();
        FileChannel channel = take(directory);
        // Disposable beans go in reverse order of registration: this one, the first, is the last to go.
        ((DefaultSingletonBeanRegistry) context.getBeanFactory())
                .registerDisposableBean("dataDirectoryLock", channel::close);
    }

    /** Closing the channel gives the lock back. */
    static FileChannel take(Path directory) {
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
            throw new UncheckedIOException("Cannot use the data directory " + directory, failed);
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
