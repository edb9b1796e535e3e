package dev.isograd.learning.export;

/** The file formats of an exported network. */
public enum ExportFormat {
    ONNX("onnx"),
    TORCHSCRIPT("pt"),
    SAFETENSORS("safetensors");

    private final String ending;

    ExportFormat(String ending) {
        this.ending = ending;
    }

    /** What the names of its files end with, after a dot. */
    public String ending() {
        return ending;
    }
}
