package dev.isograd.imports;

import dev.isograd.imports.ImportReport.BadFile;
import dev.isograd.imports.ImportReport.BadFiles;
import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.util.ArrayList;
import java.util.List;

/** The files that could not be read; too many of them end the import. */
final class BadFileList {

    private static final double SHARE_UNLESS_TOLD = 0.01;

    private final double largestShare;
    private final List<BadFile> first = new ArrayList<>();
    private long count;

    private BadFileList(double largestShare) {
        this.largestShare = largestShare;
    }

    static BadFileList of(ImportOrder order) {
        if (order.onBadFile() == null) {
            return new BadFileList(SHARE_UNLESS_TOLD);
        }
        return new BadFileList(
                order.onBadFile().equals("fail") ? 0 : order.limits().badShare());
    }

    void add(String name, String why) {
        count++;
        if (first.size() < ImportReport.MOST_NAMED) {
            first.add(new BadFile(name, why));
        }
        if (largestShare == 0) {
            throw new BadSource("%s cannot be imported. %s".formatted(FileName.shown(name), why));
        }
    }

    /** @param pictures number of all pictures, the bad ones included */
    void check(long pictures) {
        if (count > pictures * largestShare) {
            BadFile example = first.getFirst();
            throw new BadSource("%d of %d files cannot be imported, more than %s %%; the first is %s. %s"
                    .formatted(count, pictures, percent(), FileName.shown(example.name()), example.why()));
        }
    }

    private String percent() {
        return Double.toString(Math.round(largestShare * 1000) / 10.0);
    }

    BadFiles report() {
        return new BadFiles(count, List.copyOf(first));
    }
}
