package dev.isograd.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Texts that have broken other services, and random ones. */
final class HostileText {

    private static final List<String> KNOWN = List.of(
            "",
            " ",
            "\0",
            "a\0b",
            "\r\n",
            "\r\nX-Injected: 1",
            "\t",
            "\u0001\u007F\u0085\u009F",
            "\u202Eabc",
            "\u200B",
            "\u3164",
            "\uFEFF",
            "\uFFFF",
            "\uDBFF\uDFFF",
            "e" + "\u0301".repeat(50),
            "é",
            "👨\u200D👩\u200D👧",
            "../../etc/passwd",
            "..%2f..%2fetc%2fpasswd",
            "%00",
            "%",
            "%zz",
            "%ff",
            "%ed%a0%80",
            "' or 1=1 --",
            "\"; drop table job; --",
            "%' or name like '%",
            "_%\\",
            "<script>alert(1)</script>",
            "${jndi:ldap://x}",
            "{{7*7}}",
            "#{1+1}",
            "null",
            "undefined",
            "NaN",
            "Infinity",
            "-1",
            "0",
            "1.0",
            "1e0",
            "1e999999999",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "٣",
            "2026-01-31T12:00:00+02:00",
            "+999999999-12-31T23:59:59Z",
            "0000-01-01T00:00:00Z",
            "true",
            "[]",
            "{}",
            "*",
            "job_0",
            "job_" + "z".repeat(64),
            "ckpt_1",
            "-createdAt",
            "name.job_1",
            "J1.s1.P1.end",
            "x".repeat(513),
            "x".repeat(5000));

    private final Random random;

    HostileText(Random random) {
        this.random = random;
    }

    String any() {
        return switch (random.nextInt(8)) {
            case 0 -> randomText(1 + random.nextInt(40), 0x80);
            case 1 -> randomText(1 + random.nextInt(40), 0x3000);
            case 2 -> randomText(1 + random.nextInt(10), 0x110000);
            default -> KNOWN.get(random.nextInt(KNOWN.size()));
        };
    }

    private String randomText(int length, int points) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(points));
        }
        return text.toString();
    }

    /** Returns text for a header line: the bytes are those of ISO 8859-1. */
    String header() {
        String text = any();
        byte[] bytes = text.substring(0, Math.min(2000, text.length())).getBytes(StandardCharsets.UTF_8);
        return new String(bytes, StandardCharsets.ISO_8859_1).replace("\r", "").replace("\n", "");
    }

    /** Returns a cookie's value as sessions have it. */
    String encoded() {
        return Base64.getEncoder().encodeToString(any().getBytes(StandardCharsets.UTF_8));
    }

    /** Returns text for an address, mostly with valid percent encoding. */
    String inAddress() {
        String text = any();
        if (random.nextInt(10) == 0) {
            return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }
        if (text.matches("%[0-9a-z]{2}.*")) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.substring(0, Math.min(1500, text.length())).getBytes(StandardCharsets.UTF_8)) {
            encoded.append(Character.isLetterOrDigit(each) ? String.valueOf((char) each) : "%%%02x".formatted(each));
        }
        return encoded.toString();
    }
}
