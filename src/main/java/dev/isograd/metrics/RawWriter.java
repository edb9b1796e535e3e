package dev.isograd.metrics;

import java.io.PrintWriter;
import java.util.List;

/** Writes raw values, one per line, without escaping because {@link MetricWriter} restricts the names of metrics. */
final class RawWriter {

    static final int PAGE = 5000;

    private final MetricController.RawFormat format;
    private final PrintWriter out;

    RawWriter(MetricController.RawFormat format, PrintWriter out) {
        this.format = format;
        this.out = out;
        if (format == MetricController.RawFormat.CSV) {
            out.print("name,module,step,value\r\n");
        }
    }

    void write(List<MetricReader.Row> rows) {
        for (MetricReader.Row row : rows) {
            switch (format) {
                case CSV -> csv(row);
                case NDJSON -> json(row);
            }
        }
    }

    /** Whether the client has disconnected, so that reading more rows is useless. */
    boolean hasFailed() {
        return out.checkError();
    }

    private void csv(MetricReader.Row row) {
        String module = row.module() == 0 ? "" : Integer.toString(row.module());
        out.print(row.name() + "," + module + "," + row.step() + "," + row.value() + "\r\n");
    }

    private void json(MetricReader.Row row) {
        String module = row.module() == 0 ? "null" : Integer.toString(row.module());
        String value = Double.isFinite(row.value()) ? Double.toString(row.value()) : "null";
        out.print("{\"name\":\"" + row.name() + "\",\"module\":" + module + ",\"step\":" + row.step() + ",\"value\":"
                + value + "}\n");
    }
}
