package dev.isograd.storage;

import dev.isograd.artifacts.ArtifactStore;
import dev.isograd.artifacts.StoredArtifact;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds files that rows refer to and the store lacks, and files in the store that no row refers to. */
@Component
class StorageCheck {

    static final int MOST_NAMED = 100;

    /** The folder of one job, data set or upload. */
    private static final Pattern FOLDER = Pattern.compile("projects/[^/]+/[^/]+/[^/]+/");

    private final ArtifactStore artifacts;
    private final List<KnownFiles> owners;

    StorageCheck(ArtifactStore artifacts, List<KnownFiles> owners) {
        this.artifacts = artifacts;
        this.owners = owners;
    }

    /** Reads the rows before and after the list of files, so that what changes meanwhile is not reported. */
    StorageReport check() {
        Set<String> missing = files();
        int known = missing.size();
        Set<String> unreferenced = new TreeSet<>();
        long stored = 0;
        try (Stream<StoredArtifact> all = artifacts.list("")) {
            for (Iterator<StoredArtifact> each = all.iterator(); each.hasNext(); stored++) {
                String key = each.next().key();
                if (!missing.remove(key)) {
                    unreferenced.add(key);
                }
            }
        }
        Set<String> still = files();
        missing.retainAll(still);
        unreferenced.removeAll(still);
        Set<String> folders = new HashSet<>();
        owners.forEach(owner -> folders.addAll(owner.folders()));
        unreferenced.removeIf(key -> isInside(key, folders));
        return new StorageReport(known, stored, found(missing), found(unreferenced));
    }

    private Set<String> files() {
        Set<String> files = new HashSet<>();
        owners.forEach(owner -> files.addAll(owner.files()));
        return files;
    }

    private static boolean isInside(String key, Set<String> folders) {
        Matcher folder = FOLDER.matcher(key);
        return folder.lookingAt() && folders.contains(folder.group()) || folders.contains(key + "/");
    }

    private static StorageReport.Found found(Set<String> keys) {
        return new StorageReport.Found(
                keys.size(), keys.stream().sorted().limit(MOST_NAMED).toList());
    }
}
