package dev.isograd.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** Pictures that must be reported as bad files. */
final class HostilePictures {

    private HostilePictures() {}

    static List<HostileFile> all() {
        List<HostileFile> all = new ArrayList<>(sizes());
        all.addAll(contents());
        byte[] jpeg = Pictures.jpeg(64, 64, 1);
        for (int part = 1; part < 8; part++) {
            int length = jpeg.length * part / 8;
            all.add(picture("JPEG cut off after " + length, "evil.jpg", Arrays.copyOf(jpeg, length)));
        }
        return all;
    }

    private static List<HostileFile> sizes() {
        byte[] jpeg = Pictures.jpeg(8, 8, 1);
        int frame = frame(jpeg);
        byte[] bmp = Pictures.encoded(Pictures.noise(8, 8, 1), "bmp");
        byte[] gif = Pictures.encoded(Pictures.quarters(8), "gif");
        return List.of(
                picture("PNG of 60 000 x 60 000", "evil.png", png(60_000, 60_000, 8, 2)),
                picture("PNG of 2 000 000 000 x 1", "evil.png", png(2_000_000_000, 1, 8, 2)),
                picture("PNG of -1 x -1", "evil.png", png(-1, -1, 8, 2)),
                picture("PNG of 0 x 0", "evil.png", png(0, 0, 8, 2)),
                picture("PNG of 16 bits that needs 400 MB", "evil.png", png(7000, 7000, 16, 6)),
                picture(
                        "JPEG of 65 535 x 65 535",
                        "evil.jpg",
                        ByteBuffer.wrap(jpeg.clone()).putInt(frame + 5, -1).array()),
                picture(
                        "JPEG of 0 rows",
                        "evil.jpg",
                        ByteBuffer.wrap(jpeg.clone())
                                .putShort(frame + 5, (short) 0)
                                .array()),
                picture(
                        "BMP of 2^31-1",
                        "evil.bmp",
                        ByteBuffer.wrap(bmp.clone())
                                .putLong(18, 0xffffff7fffffff7fL)
                                .array()),
                picture(
                        "BMP of -2^31",
                        "evil.bmp",
                        ByteBuffer.wrap(bmp.clone()).putInt(22, 0x00000080).array()),
                picture("GIF of 65 535 x 65 535", "evil.gif", gifFrame(gif)),
                picture("WebP of 16 777 216 x 16 777 216", "evil.webp", webp("VP8X", new byte[] {
                    0, 0, 0, 0, -1, -1, -1, -1, -1, -1
                })),
                picture(
                        "WebP whose frame is larger than it",
                        "evil.webp",
                        webp("VP8X", new byte[10], "VP8L", new byte[] {0x2f, -1, -1, -1, 0x0f})));
    }

    private static int frame(byte[] jpeg) {
        int at = 0;
        while ((jpeg[at] & 0xff) != 0xff || (jpeg[at + 1] & 0xff) != 0xc0) {
            at++;
        }
        return at;
    }

    private static byte[] gifFrame(byte[] gif) {
        ByteBuffer changed = ByteBuffer.wrap(gif.clone());
        int at = 13 + (3 << (gif[10] & 7) + 1);
        while (gif[at] != 0x2c) {
            at++;
        }
        return changed.putInt(at + 5, -1).array();
    }

    private static List<HostileFile> contents() {
        byte[] noise = new byte[3000];
        new Random(3).nextBytes(noise);
        byte[] mixed = Pictures.jpeg(64, 64, 1);
        System.arraycopy(noise, 0, mixed, 700, 600);
        return List.of(
                picture("page named as a picture", "evil.png", "<html><script>".getBytes(StandardCharsets.UTF_8)),
                picture("empty", "evil.jpg", new byte[0]),
                picture("zip named as a picture", "evil.jpg", Archives.zip(Archives.pets("", 2, 8, 8))),
                picture("PNG of noise", "evil.png", HostileZips.joined(Arrays.copyOf(png(8, 8, 8, 2), 33), noise)),
                picture("JPEG with noise within", "evil.jpg", mixed),
                picture("JPEG without a frame", "evil.jpg", new byte[] {
                    -1, (byte) 0xd8, -1, (byte) 0xd9, 0, 0, 0, 0, 0, 0, 0, 0
                }),
                picture("PNG with a palette of 4 GB", "evil.png", paletteBomb()),
                picture("PNG with few rows", "evil.png", fewRows()),
                picture("TIFF", "evil.tif", "II*\0\u0008\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)),
                picture("WebP of nothing", "evil.webp", webp("VP8 ", new byte[10])));
    }

    private static byte[] paletteBomb() {
        byte[] head = Arrays.copyOf(png(8, 8, 8, 3), 33);
        return HostileZips.joined(head, new byte[] {-1, -1, -1, -1, 'P', 'L', 'T', 'E', 0, 0});
    }

    private static byte[] fewRows() {
        byte[] head = Arrays.copyOf(png(100, 100, 8, 2), 33);
        return HostileZips.joined(head, chunks(chunk("IDAT", zlib(new byte[301])), chunk("IEND", new byte[0])));
    }

    static byte[] png(int height, int width, int depth, int type) {
        ByteBuffer header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) depth)
                .put((byte) type);
        return chunks(
                "\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1),
                chunk("IHDR", header.array()),
                chunk("IDAT", zlib(new byte[100])),
                chunk("IEND", new byte[0]));
    }

    private static byte[] chunk(String kind, byte[] content) {
        byte[] body = HostileZips.joined(kind.getBytes(StandardCharsets.ISO_8859_1), content);
        CRC32 checksum = new CRC32();
        checksum.update(body);
        return ByteBuffer.allocate(body.length + 8)
                .putInt(content.length)
                .put(body)
                .putInt((int) checksum.getValue())
                .array();
    }

    private static byte[] zlib(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static byte[] webp(Object... chunks) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < chunks.length; i += 2) {
            byte[] content = (byte[]) chunks[i + 1];
            body.writeBytes(((String) chunks[i]).getBytes(StandardCharsets.ISO_8859_1));
            body.writeBytes(ByteBuffer.allocate(4)
                    .putInt(Integer.reverseBytes(content.length))
                    .array());
            body.writeBytes(content);
        }
        return chunks(
                "RIFF".getBytes(StandardCharsets.ISO_8859_1),
                ByteBuffer.allocate(4).putInt(Integer.reverseBytes(body.size())).array(),
                body.toByteArray());
    }

    private static byte[] chunks(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static HostileFile picture(String what, String name, byte[] content) {
        return new HostileFile(what, name, "cat/" + name, () -> content);
    }
}
