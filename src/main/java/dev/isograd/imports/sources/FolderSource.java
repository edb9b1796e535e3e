package dev.isograd.imports.sources;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of a folder in the order of their names. Links are refused: they may lead anywhere. */
record FolderSource(Path folder, String name, Intake intake) implements Source {

    @Override
    public void each(FileVisitor visitor) throws IOException {
        walk(folder, "", intake.again(), visitor);
    }

    @Override
    public Optional<Path> plainFile(String file) {
        // A name in another form of Unicode is another file; it is copied.
        return Optional.of(folder.resolve(file)).filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS));
    }

    private static boolean walk(Path folder, String prefix, Intake reading, FileVisitor visitor) throws IOException {
        for (String child : children(folder, prefix, reading)) {
            Path path = folder.resolve(child);
            String name = prefix + child;
            if (FileName.isHidden(child)) {
                continue;
            }
            BasicFileAttributes kind = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!kind.isDirectory() && !kind.isRegularFile()) {
                throw new BadSource(FileName.shown(name) + " is a link or a device, which imports refuse");
            }
            boolean next = kind.isDirectory()
                    ? walk(path, name + "/", reading, visitor)
                    : visit(path, kind.size(), FileName.checked(name, reading.limits()), reading, visitor);
            if (!next) {
                return false;
            }
        }
        return true;
    }

    /** Counted while they are listed, so that a huge folder does not fill the memory. */
    private static List<String> children(Path folder, String prefix, Intake reading) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                String name = child.getFileName().toString();
                reading.entry(prefix + name);
                names.add(name);
            }
        }
        names.sort(null);
        return names;
    }

    private static boolean visit(Path path, long size, String name, Intake reading, FileVisitor visitor)
            throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS))) {
            return visitor.visit(name, reading.counted(name, file, () -> size));
        }
    }
}
