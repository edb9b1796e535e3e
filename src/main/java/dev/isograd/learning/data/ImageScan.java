package dev.isograd.learning.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What one pass over the images of a set finds: their digest, and the sums that the statistics of each channel need. */
public final class ImageScan {

    /** Bytes of one read; large, because files are read in order. */
    private static final int CHUNK = 1 << 20;

    /** Squares of so many bytes fit an int. */
    private static final int EXACT = 1 << 15;

    private final int pixels;
    private final MessageDigest sha256;
    private final long[] sums;
    private final long[] squares;
    private long bytes;

    private ImageScan(int channels, int pixels) {
        this.pixels = pixels;
        this.sha256 = newSha256();
        this.sums = new long[channels];
        this.squares = new long[channels];
    }

    /** Reads all bytes once. */
    static ImageScan of(ImageBytes images, int channels, int pixels) {
        ImageScan scan = new ImageScan(channels, pixels);
        byte[] chunk = new byte[(int) Math.min(CHUNK, images.size())];
        for (long at = 0; at < images.size(); at += chunk.length) {
            int length = (int) Math.min(chunk.length, images.size() - at);
            images.read(at, ByteBuffer.wrap(chunk, 0, length));
            scan.add(chunk, length);
        }
        return scan;
    }

    private void add(byte[] chunk, int length) {
        sha256.update(chunk, 0, length);
        int from = 0;
        while (from < length) {
            int left = pixels - (int) (bytes % pixels);
            int to = from + Math.min(Math.min(left, EXACT), length - from);
            add(chunk, from, to, (int) (bytes / pixels % sums.length));
            bytes += to - from;
            from = to;
        }
    }

    /** In two loops over ints, which the compiler turns into vector instructions. */
    private void add(byte[] chunk, int from, int to, int channel) {
        int sum = 0;
        int square = 0;
        for (int i = from; i < to; i++) {
            sum += chunk[i] & 0xFF;
        }
        for (int i = from; i < to; i++) {
            square += (chunk[i] & 0xFF) * (chunk[i] & 0xFF);
        }
        sums[channel] += sum;
        squares[channel] += square;
    }

    int channels() {
        return sums.length;
    }

    int pixels() {
        return pixels;
    }

    /** Mean and deviation of each channel. */
    public Normalization normalization() {
        return Normalization.of(sums, squares, bytes / pixels / sums.length * pixels);
    }

    /** SHA-256 of the bytes in hexadecimal. */
    public String sha256() {
        return HexFormat.of().formatHex(digest().digest());
    }

    /** The digest after all bytes, to be updated by what follows them. */
    public MessageDigest digest() {
        try {
            return (MessageDigest) sha256.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("The JDK's SHA-256 can be cloned", impossible);
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
