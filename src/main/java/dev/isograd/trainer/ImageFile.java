package dev.isograd.trainer;

import dev.isograd.learning.data.ImageBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of images. It is read, not mapped: the kernel keeps what fits in its page cache, and none of that counts as memory of this
 * process.
 */
record ImageFile(String name, FileChannel channel) implements ImageBytes.Source {

    /** The file stays open until nothing refers to it. */
    static ImageFile open(Path file) throws IOException {
        return new ImageFile(file.getFileName().toString(), FileChannel.open(file, StandardOpenOption.READ));
    }

    ImageBytes bytes() throws IOException {
        return new ImageBytes(channel.size(), this);
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        long at = offset;
        try {
            while (target.hasRemaining()) {
                int read = channel.read(target, at);
                if (read < 0) {
                    throw new BadData(name + " has become shorter while it was read");
                }
                at += read;
            }
        } catch (IOException unreadable) {
            throw new BadData(name + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
