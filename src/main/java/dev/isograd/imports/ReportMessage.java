package dev.isograd.imports;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The report as the last message of the child, which must fit into one line. */
final class ReportMessage {

    /** A line has 64 KiB with the frame of the message. */
    private static final int MOST_BYTES = 60 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReportMessage() {}

    /** Without class counts and lists if it would be too long; the report's file always has them. */
    static Map<String, Object> of(ImportReport report) {
        ImportReport sent = JSON.writeValueAsBytes(report).length <= MOST_BYTES ? report : shortened(report);
        return JSON.convertValue(sent, new TypeReference<>() {});
    }

    private static ImportReport shortened(ImportReport report) {
        Map<String, ImportReport.Split> splits = new LinkedHashMap<>();
        report.splits().forEach((name, split) -> splits.put(name, new ImportReport.Split(split.count(), Map.of())));
        return new ImportReport(
                splits,
                new ImportReport.BadFiles(report.badFiles().count(), List.of()),
                new ImportReport.Duplicates(report.duplicates().count(), List.of()),
                report.channels(),
                report.height(),
                report.width(),
                report.bytes(),
                report.sizes(),
                report.format(),
                report.fit(),
                report.seed(),
                List.of());
    }
}
