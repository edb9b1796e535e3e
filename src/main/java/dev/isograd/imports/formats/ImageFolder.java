package dev.isograd.imports.formats;

import dev.isograd.imports.pictures.PictureFormat;
import dev.isograd.imports.sources.Source;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Pictures whose folder is their class, with or without folders of splits around. */
record ImageFolder(Source source) implements PictureSource {

    private static final Set<String> PICTURES = Set.of(
            "jpg", "jpeg", "jpe", "png", "webp", "gif", "bmp", "tif", "tiff", "heic", "heif", "avif", "jp2", "ppm",
            "pgm");

    @Override
    public String format() {
        return "image-folder";
    }

    @Override
    public void each(PictureVisitor visitor) throws IOException {
        source.each((name, content) -> {
            InputStream file = new BufferedInputStream(content);
            if (isPicture(file)) {
                int slash = name.lastIndexOf('/');
                String folder = slash < 0 ? "" : name.substring(0, slash);
                visitor.picture(name, new Group(Split.NONE, folder), new PictureContent.Encoded(file));
            } else if (isNamedAsPicture(name)) {
                visitor.bad(name, "It is not a PNG, JPEG, WebP, GIF or BMP");
            } else {
                visitor.other(name);
            }
            return true;
        });
    }

    private static boolean isPicture(InputStream file) throws IOException {
        file.mark(PictureFormat.PREFIX);
        byte[] prefix = file.readNBytes(PictureFormat.PREFIX);
        file.reset();
        return PictureFormat.of(prefix).isPresent();
    }

    static boolean isNamedAsPicture(String name) {
        int dot = name.lastIndexOf('.');
        return PICTURES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    @Override
    public List<Placement> place(List<Group> groups) {
        return FolderLayout.of(groups.stream().map(Group::label).toList()).place(groups);
    }
}
