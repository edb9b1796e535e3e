package dev.isograd.imports.formats;

import dev.isograd.imports.sources.FileName;
import dev.isograd.imports.sources.Shard;
import dev.isograd.imports.sources.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Pictures in a tar beside files of the same key with their classes; one tar, or several as parts. */
record WebDataset(Source source) implements PictureSource {

    static final String CLASS = "cls";
    private static final int LONGEST_CLASS = 200;

    @Override
    public String format() {
        return "webdataset";
    }

    @Override
    public void each(PictureVisitor visitor) throws IOException {
        Samples whole = new Samples("", visitor);
        source.each((name, content) -> {
            if (name.toLowerCase(Locale.ROOT).endsWith(".tar")) {
                Samples part = new Samples(name + "/", visitor);
                Shard.each(name, content, source.intake(), part::add);
                part.end();
                return true;
            }
            return whole.add(name, content);
        });
        whole.end();
    }

    /** Joins the files of a key, which follow each other. */
    private final class Samples {

        private final String prefix;
        private final PictureVisitor visitor;
        private String key = "";
        private String pictureName = "";
        private byte @Nullable [] picture;
        private @Nullable String label;

        Samples(String prefix, PictureVisitor visitor) {
            this.prefix = prefix;
            this.visitor = visitor;
        }

        boolean add(String name, InputStream content) throws IOException {
            int dot = name.indexOf('.', name.lastIndexOf('/') + 1);
            String next = dot < 0 ? name : name.substring(0, dot);
            if (!next.equals(key)) {
                end();
                key = next;
            }
            if (name.endsWith("." + CLASS)) {
                label = new String(content.readNBytes(LONGEST_CLASS), StandardCharsets.UTF_8).strip();
            } else if (ImageFolder.isNamedAsPicture(name)) {
                pictureName = name;
                picture = content.readNBytes(source.limits().fileBytes() + 1);
            } else {
                visitor.other(prefix + name);
            }
            return true;
        }

        void end() throws IOException {
            if (picture != null && (label == null || label.isEmpty())) {
                visitor.bad(
                        prefix + pictureName,
                        "It has no class: %s is missing".formatted(FileName.shown(key + "." + CLASS)));
            } else if (picture != null && label != null) {
                visitor.picture(
                        prefix + pictureName,
                        new Group(Split.ofPath(prefix + folder()), label),
                        new PictureContent.Encoded(new ByteArrayInputStream(picture)));
            }
            picture = null;
            label = null;
        }

        private String folder() {
            return key.substring(0, key.lastIndexOf('/') + 1);
        }
    }
}
