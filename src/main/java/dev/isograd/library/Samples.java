package dev.isograd.library;

import dev.isograd.accounts.Caller;
import dev.isograd.datasets.DatasetPictures;
import dev.isograd.datasets.DatasetPictures.Pictures;
import dev.isograd.datasets.DatasetPictures.Place;
import dev.isograd.datasets.DatasetPictures.Split;
import dev.isograd.datasets.DatasetVersion;
import dev.isograd.datasets.InvalidDataset;
import dev.isograd.http.QueryReader;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Chooses sample pictures of data sets and draws them as PNG. */
@Component
class Samples {

    private static final Logger LOG = LoggerFactory.getLogger(Samples.class);
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final DatasetService datasets;
    private final DatasetPictures pictures;

    Samples(DatasetService datasets, DatasetPictures pictures) {
        this.datasets = datasets;
        this.pictures = pictures;
    }

    /**
     * Lists pictures.
     *
     * @param only name of the only class; null for all
     * @param reader gets the problem if there is no such class
     */
    SamplesResponse list(
            Caller caller, String nameOrId, Split split, @Nullable String only, int limit, QueryReader reader)
            throws IOException {
        DatasetVersion version = datasets.find(caller, nameOrId);
        List<String> classes = content(version).classes();
        int label = only == null ? -1 : classes.indexOf(only);
        if (only != null && label < 0) {
            reader.problem("class", "is not a class of " + version.reference());
        }
        reader.check();
        String word = word(split);
        return new SamplesResponse(choose(version, split, only == null ? null : label, limit).stream()
                .map(place -> new SamplesResponse.Sample(
                        word,
                        place.index(),
                        classes.get(place.label()),
                        place.label(),
                        "%s/samples/%s/%d".formatted(DatasetResponse.address(version.id()), word, place.index())))
                .toList());
    }

    byte[] png(Caller caller, String nameOrId, String split, String index) throws IOException {
        DatasetVersion version = datasets.find(caller, nameOrId);
        content(version);
        Optional<Split> known = List.of(Split.values()).stream()
                .filter(each -> word(each).equals(split))
                .findFirst();
        Pictures picture = known.isEmpty() || !INDEX.matcher(index).matches()
                ? null
                : read(version, known.get(), Integer.parseInt(index));
        if (picture == null) {
            throw DatasetProblem.noSuchSample();
        }
        return png(picture);
    }

    private List<Place> choose(DatasetVersion version, Split split, @Nullable Integer label, int limit)
            throws IOException {
        try {
            return pictures.choose(version, split, label, limit);
        } catch (InvalidDataset damaged) {
            LOG.error("The pictures of {} are not shown", version.id(), damaged);
            throw DatasetProblem.damaged(version.reference());
        }
    }

    private @Nullable Pictures read(DatasetVersion version, Split split, int index) throws IOException {
        try {
            return pictures.read(version, split, index, 1);
        } catch (InvalidDataset damaged) {
            LOG.error("A picture of {} is not shown", version.id(), damaged);
            throw DatasetProblem.damaged(version.reference());
        }
    }

    private static DatasetVersion.Content content(DatasetVersion version) {
        if (version.content() == null) {
            throw DatasetProblem.notReady(version.reference());
        }
        return version.content();
    }

    private static String word(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    private static byte[] png(Pictures picture) throws IOException {
        boolean isGray = picture.channels() == 1;
        BufferedImage image = new BufferedImage(
                picture.width(), picture.height(), isGray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        WritableRaster raster = image.getRaster();
        int pixels = picture.height() * picture.width();
        int[] values = new int[pixels];
        for (int channel = 0; channel < picture.channels(); channel++) {
            for (int i = 0; i < pixels; i++) {
                values[i] = picture.bytes()[channel * pixels + i] & 0xFF;
            }
            raster.setSamples(0, 0, picture.width(), picture.height(), channel, values);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        // Without a cache on the disk.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(image, "png", out);
        }
        return png.toByteArray();
    }
}
