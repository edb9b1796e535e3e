package dev.isograd.learning.safetensors;

/** Thrown when a file is no state of a training, or a damaged one; nothing was loaded. */
public final class UnusableState extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST = 500;

    public UnusableState(String message) {
        super(shown(message));
    }

    public UnusableState(String message, Throwable cause) {
        super(shown(message), cause);
    }

    /** Messages quote the file, which may be anything. */
    public static String shown(String message) {
        String plain = message.replaceAll("\\p{C}", "?");
        return plain.codePointCount(0, plain.length()) <= LONGEST
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
