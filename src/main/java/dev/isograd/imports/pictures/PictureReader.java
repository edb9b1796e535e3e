package dev.isograd.imports.pictures;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decodes pictures and brings them to the shape of a data set: imports and predictions get the same pixels. One thread uses it
 * at a time. Pictures are hostile input, so it belongs into a child process.
 */
public final class PictureReader {

    /** Java's decoder fills what is missing with gray and only warns. */
    private static final Pattern DAMAGE = Pattern.compile(
            "premature|truncat|bad huffman|corrupt jpeg data(?!.*extraneous)|invalid|inconsistent",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern COLOR_PROFILE = Pattern.compile("profile|icc", Pattern.CASE_INSENSITIVE);

    private final long mostPixels;
    private final int longestSide;
    private final Map<PictureFormat, ImageReader> readers = new EnumMap<>(PictureFormat.class);
    private @Nullable ImageReader special;
    private @Nullable String damage;

    /**
     * @param mostPixels most pixels of a picture; a larger one is refused before it is decoded
     * @param longestSide most pixels of one side
     */
    public PictureReader(long mostPixels, int longestSide) {
        this.mostPixels = mostPixels;
        this.longestSide = longestSide;
    }

    /**
     * Reads a PNG, JPEG, WebP, GIF (its first frame) or BMP.
     *
     * @return the bytes of channels x height x width
     * @throws BadPicture with the reason, if the file cannot be read
     */
    public byte[] read(byte[] file, PictureShape shape) throws BadPicture {
        PictureHeader header = PictureHeader.read(file);
        header.check(mostPixels, longestSide);
        PictureShape stored = header.transposed() ? shape.transposed() : shape;
        PixelRows rows = ImageRows.of(decode(header, file), shape.channels());
        try {
            return Orientation.apply(header.orientation(), Scaling.scale(rows, stored), shape);
        } catch (IndexOutOfBoundsException | IllegalArgumentException contradictory) {
            // A palette or a color model does not belong to the pixels.
            throw undecodable(contradictory);
        }
    }

    private BufferedImage decode(PictureHeader header, byte[] file) throws BadPicture {
        if (header.special()) {
            return decodeSpecial(header, file);
        }
        ImageReader reader = readers.computeIfAbsent(header.format(), this::newReader);
        try {
            return decode(reader, header, file);
        } catch (IOException | RuntimeException | StackOverflowError broken) {
            readers.remove(header.format());
            reader.dispose();
            throw undecodable(broken);
        }
    }

    private BufferedImage decodeSpecial(PictureHeader header, byte[] file) throws BadPicture {
        ImageReader reader = special == null ? newReader(registered()) : special;
        special = reader;
        try {
            return decode(reader, header, file);
        } catch (IOException | RuntimeException | StackOverflowError broken) {
            special = null;
            reader.dispose();
            throw undecodable(broken);
        }
    }

    private static BadPicture undecodable(Throwable broken) {
        String reason = broken.getMessage();
        return new BadPicture(
                "It cannot be decoded: " + (reason == null ? broken.getClass().getSimpleName() : reason), broken);
    }

    private BufferedImage decode(ImageReader reader, PictureHeader header, byte[] file) throws IOException, BadPicture {
        damage = null;
        try (ImageInputStream in = new PictureInput(file)) {
            reader.setInput(in, true, true);
            if ((long) reader.getWidth(0) * reader.getHeight(0) > header.pixels()) {
                throw new BadPicture("Its decoder finds more pixels than its header says");
            }
            BufferedImage image = reader.read(0);
            if (damage != null) {
                throw new BadPicture("It is damaged: " + damage);
            }
            return image;
        } finally {
            reader.setInput(null);
        }
    }

    private ImageReader newReader(PictureFormat format) {
        return switch (format) {
            case WEBP -> newReader(new WebPImageReaderSpi());
            case JPEG, PNG, GIF, BMP -> withWarnings(builtIn(format));
        };
    }

    private ImageReader newReader(ImageReaderSpi provider) {
        try {
            return withWarnings(provider.createReaderInstance(null));
        } catch (IOException unusable) {
            throw new IllegalStateException("A decoder cannot be made", unusable);
        }
    }

    /** The decoder of rare JPEGs uses Java's, which it finds only when it is registered. */
    private static ImageReaderSpi registered() {
        return IIORegistry.getDefaultInstance().getServiceProviderByClass(JPEGImageReaderSpi.class);
    }

    /** Java's own decoder: faster than the others and safe, as it is part of the JDK. */
    private static ImageReader builtIn(PictureFormat format) {
        Iterator<ImageReader> all =
                ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
        while (all.hasNext()) {
            ImageReader reader = all.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
        }
        throw new IllegalStateException("Java has no decoder for " + format);
    }

    private ImageReader withWarnings(ImageReader reader) {
        reader.addIIOReadWarningListener((_, warning) -> {
            if (DAMAGE.matcher(warning).find()
                    && !COLOR_PROFILE.matcher(warning).find()) {
                damage = warning;
            }
        });
        return reader;
    }
}
