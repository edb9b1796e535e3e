package dev.isograd.imports.pictures;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/** The pixels of a decoded image. What is transparent becomes white, as on a page. */
final class ImageRows implements PixelRows {

    private static final int WHITE = 255;

    private final BufferedImage image;
    private final int channels;
    private final boolean components;
    private final int[] samples;

    private ImageRows(BufferedImage image, int channels) {
        this.image = image;
        this.channels = channels;
        // Java converts the gray values of such images on the way to RGB; their samples are what the file contains.
        this.components = image.getColorModel() instanceof ComponentColorModel;
        this.samples =
                new int[image.getWidth() * (components ? image.getRaster().getNumBands() : 1)];
    }

    static PixelRows of(BufferedImage image, int channels) throws BadPicture {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        boolean components = image.getColorModel() instanceof ComponentColorModel;
        if (components && (bands > 4 || raster.getTransferType() > DataBuffer.TYPE_USHORT)) {
            throw new BadPicture("It has pixels of an unknown kind");
        }
        boolean plain = components
                && (bands == 1 || bands == 3)
                && raster.getParent() == null
                && raster.getDataBuffer() instanceof DataBufferByte
                && raster.getSampleModel() instanceof ComponentSampleModel;
        return plain ? plain(image, channels) : new ImageRows(image, channels);
    }

    private static PixelRows plain(BufferedImage image, int channels) {
        ComponentSampleModel model = (ComponentSampleModel) image.getRaster().getSampleModel();
        byte[] bytes = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        int[] offsets = model.getBandOffsets();
        boolean interleaved = offsets.length == 1 || (offsets[1] - offsets[0] == 1 && offsets[2] - offsets[1] == 1);
        boolean reversed = offsets.length == 3 && offsets[0] - offsets[1] == 1 && offsets[1] - offsets[2] == 1;
        if (!interleaved && !reversed) {
            return new ImageRows(image, channels);
        }
        ArrayRows rows = new ArrayRows(
                bytes,
                image.getHeight(),
                image.getWidth(),
                offsets.length,
                model.getScanlineStride(),
                model.getPixelStride(),
                1,
                channels);
        return interleaved ? rows : new ReversedRows(rows);
    }

    @Override
    public int height() {
        return image.getHeight();
    }

    @Override
    public int width() {
        return image.getWidth();
    }

    @Override
    public void read(int y, int[] row) {
        if (components) {
            readSamples(y, row);
        } else {
            readColors(y, row);
        }
    }

    private void readColors(int y, int[] row) {
        image.getRGB(0, y, samples.length, 1, samples, 0, samples.length);
        for (int x = 0; x < samples.length; x++) {
            int argb = samples[x];
            put(row, x, argb >> 16 & 255, argb >> 8 & 255, argb & 255, argb >>> 24);
        }
    }

    private void readSamples(int y, int[] row) {
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        raster.getPixels(raster.getMinX(), raster.getMinY() + y, width(), 1, samples);
        if (raster.getTransferType() == DataBuffer.TYPE_USHORT) {
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (samples[i] * 255 + 32767) / 65535;
            }
        }
        boolean gray = bands <= 2;
        for (int x = 0, from = 0; x < width(); x++, from += bands) {
            int alpha = bands == 2 || bands == 4 ? samples[from + bands - 1] : WHITE;
            int red = samples[from];
            put(row, x, red, gray ? red : samples[from + 1], gray ? red : samples[from + 2], alpha);
        }
    }

    private void put(int[] row, int x, int red, int green, int blue, int alpha) {
        if (channels == 1) {
            // Equal channels stay as they are; the weights sum up to one.
            row[x] = overWhite(red == green && green == blue ? red : PixelRows.luma(red, green, blue), alpha);
        } else {
            row[3 * x] = overWhite(red, alpha);
            row[3 * x + 1] = overWhite(green, alpha);
            row[3 * x + 2] = overWhite(blue, alpha);
        }
    }

    private static int overWhite(int value, int alpha) {
        return (value * alpha + WHITE * (WHITE - alpha) + WHITE / 2) / WHITE;
    }
}
