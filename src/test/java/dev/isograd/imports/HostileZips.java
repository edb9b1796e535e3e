package dev.isograd.imports;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.Deflater;

/** Zips made to escape, to exhaust or to deceive. */
final class HostileZips {

    private static final byte[] PICTURE = Pictures.png(8, 8, 1);
    private static final int MIB = 1 << 20;

    private HostileZips() {}

    static List<HostileFile> all() {
        List<HostileFile> all = new ArrayList<>(names());
        all.addAll(kinds());
        all.addAll(bombs());
        all.addAll(cutOff());
        return all;
    }

    private static List<HostileFile> names() {
        return List.of(
                named("parent folder", "../evil.png"),
                named("parent folder within", "cat/../../evil.png"),
                named("absolute path", "/etc/evil.png"),
                named("drive letter", "C:/evil.png"),
                named("backslashes to the parent folder", "..\\evil.png"),
                named("backslash", "cat\\evil.png"),
                named("NUL", "cat/evil\0.png", "evil?.png"),
                named("line break", "cat/evil\n.png", "evil?.png"),
                named("text direction", "cat/evil\u202egnp.exe", "evil?gnp"),
                named("300 letters", "cat/evil" + "x".repeat(300) + ".png"),
                named("20 folders", "evil/".repeat(20) + "a.png"),
                zip("two equal names", "evil.png", zip -> {
                    zip.add("cat/evil.png", PICTURE);
                    zip.add("cat/evil.png", PICTURE);
                }),
                zip("names equal but for case", "EVIL.PNG", zip -> {
                    zip.add("cat/evil.png", PICTURE);
                    zip.add("Cat/EVIL.PNG", PICTURE);
                }),
                zip("names equal when composed", "evil\u00e9.png", zip -> {
                    zip.add("cat/evil\u00e9.png", PICTURE);
                    zip.add("cat/evile\u0301.png", PICTURE);
                }));
    }

    private static HostileFile named(String what, String path) {
        return named(what, path, "evil");
    }

    private static HostileFile named(String what, String path, String shown) {
        return zip(what, shown, zip -> {
            zip.add("cat/a.png", PICTURE);
            zip.add(path, PICTURE);
        });
    }

    private static List<HostileFile> kinds() {
        return List.of(
                zip(
                        "link",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", bytes("/etc/passwd")).mode(0120777)),
                zip(
                        "device",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", new byte[0]).mode(0060666)),
                zip(
                        "pipe",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", new byte[0]).mode(0010666)),
                zip(
                        "encrypted",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", PICTURE).flag(1)),
                zip(
                        "another method",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", PICTURE).method(12)),
                zip(
                        "another name in the header",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", PICTURE).localName("cat/good.png")),
                zip(
                        "another method in the header",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", PICTURE).localMethod(8)),
                zip(
                        "content is not deflated",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", PICTURE).method(8)),
                zip("no entries", "evil.zip", _ -> {}),
                zip("no pictures", "evil.txt", zip -> zip.add("evil.txt", bytes("text"))),
                zip("one class", "evil", zip -> zip.add("evil/a.png", PICTURE)),
                zip("pictures without folders", "evil.zip", zip -> {
                    zip.add("evil.png", PICTURE);
                    zip.add("b.png", PICTURE);
                }),
                new HostileFile("checksum of other content", "evil.zip", "b.png", HostileZips::wrongChecksum));
    }

    private static byte[] wrongChecksum() {
        byte[] stored = packed(raw -> {
            raw.add("cat/a.png", PICTURE);
            raw.add("dog/b.png", PICTURE);
        });
        // A letter of the last picture's end chunk.
        stored[2 * (30 + 9 + PICTURE.length) - 6] ^= 1;
        return stored;
    }

    private static List<HostileFile> bombs() {
        return List.of(
                zip(
                        "zeros",
                        "evil.png",
                        zip -> zip.add("cat/evil.png", deflated(30 * MIB))
                                .method(8)
                                .size(30 * MIB)),
                zip("zeros that call themselves short", "evil.png", zip -> {
                    zip.add("cat/evil.png", deflated(30 * MIB)).method(8).size(100);
                    zip.add("dog/evil2.png", PICTURE);
                }),
                zip("overlapping entries", "evil.png", zip -> {
                    zip.add("cat/evil.png", PICTURE);
                    zip.add("cat/evil.png", PICTURE).at(0);
                }),
                zip("entries within an entry", "evil.png", zip -> {
                    RawZip inner = new RawZip();
                    inner.add("cat/evil.png", PICTURE);
                    zip.add("cat/outer.png", inner.bytes());
                    zip.add("cat/evil.png", PICTURE).at(30 + 13);
                }),
                zip("zips in a zip", "evil0.zip", zip -> {
                    for (int i = 0; i < 16; i++) {
                        zip.add("evil%d.zip".formatted(i), packed(inner -> inner.add("evil.zip", deflated(MIB))));
                    }
                }),
                zip("a million entries", "evil.zip", zip -> {
                    byte[] empty = new byte[0];
                    for (int i = 0; i < 1_000_000; i++) {
                        zip.add(Integer.toString(i), empty);
                    }
                }),
                zip(
                        "content behind the end",
                        "evil",
                        zip -> zip.add("cat/evil.png", PICTURE).at(1 << 30)));
    }

    private static List<HostileFile> cutOff() {
        byte[] zip = Archives.zip(Archives.pets("", 3, 8, 8));
        List<HostileFile> all = new ArrayList<>();
        for (int part = 1; part < 8; part++) {
            int length = zip.length * part / 8;
            all.add(new HostileFile(
                    "cut off after %d bytes".formatted(length),
                    "evil.zip",
                    "evil.zip",
                    () -> Arrays.copyOf(zip, length)));
        }
        all.add(new HostileFile(
                "other bytes before", "evil.zip", "evil.zip", () -> joined(Arrays.copyOf(zip, 100), zip)));
        return all;
    }

    static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static HostileFile zip(String what, String named, Consumer<RawZip> entries) {
        return new HostileFile(what, "evil.zip", named, () -> packed(entries));
    }

    private static byte[] packed(Consumer<RawZip> entries) {
        RawZip zip = new RawZip();
        entries.accept(zip);
        return zip.bytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] deflated(int zeros) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(new byte[zeros]);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            packed.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return packed.toByteArray();
    }

    /** Files by name in a zip. */
    static Supplier<byte[]> of(Map<String, byte[]> files) {
        return () -> Archives.zip(files);
    }
}
