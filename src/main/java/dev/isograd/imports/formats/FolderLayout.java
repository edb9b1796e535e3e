package dev.isograd.imports.formats;

import dev.isograd.imports.sources.BadSource;
import dev.isograd.imports.sources.FileName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How the folders of pictures are arranged.
 *
 * @param wrappers number of folders around everything
 * @param splits whether the next folder is a split
 */
record FolderLayout(int wrappers, boolean splits) {

    /** @param folders the folders that hold pictures, with slashes; empty is the top */
    static FolderLayout of(List<String> folders) {
        List<List<String>> paths = folders.stream()
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Arrays.asList(folder.split("/")))
                .toList();
        int wrappers = wrappers(paths);
        Set<Split> whole = new HashSet<>();
        Set<Split> bare = new HashSet<>();
        for (List<String> path : paths) {
            int depth = path.size() - wrappers;
            if (depth > 0) {
                Split.ofFolder(path.get(wrappers)).ifPresent(depth > 1 ? whole::add : bare::add);
            }
        }
        if (whole.isEmpty() && bare.contains(Split.TRAIN) && bare.size() > 1) {
            throw new BadSource("The folders %s and others hold pictures, but no folder for each class"
                    .formatted(FileName.shown(folders.getFirst())));
        }
        return new FolderLayout(wrappers, whole.contains(Split.TRAIN) || whole.size() > 1);
    }

    /** Folders that all others lie in are no classes. */
    private static int wrappers(List<List<String>> paths) {
        int wrappers = 0;
        while (areAllIn(paths, wrappers)) {
            wrappers++;
        }
        return wrappers;
    }

    /** A picture that lies in the folder itself, such as a banner, has no class. */
    private static boolean areAllIn(List<List<String>> paths, int depth) {
        List<List<String>> deeper =
                paths.stream().filter(path -> path.size() > depth + 1).toList();
        if (deeper.isEmpty() || Split.ofFolder(deeper.getFirst().get(depth)).isPresent()) {
            return false;
        }
        String folder = deeper.getFirst().get(depth);
        return paths.stream()
                .allMatch(path -> path.size() <= depth || path.get(depth).equals(folder));
    }

    List<Placement> place(List<Group> groups) {
        return groups.stream().map(this::place).toList();
    }

    private Placement place(Group group) {
        String folder = group.label();
        List<String> path = folder.isEmpty() ? List.of() : Arrays.asList(folder.split("/"));
        if (path.size() <= wrappers) {
            return Placement.nowhere(group, "It lies in no folder of a class");
        }
        if (!splits) {
            return Placement.in(new Group(Split.NONE, path.get(wrappers)));
        }
        Split split = Split.ofFolder(path.get(wrappers)).orElse(Split.NONE);
        if (split == Split.NONE) {
            return Placement.nowhere(group, "It lies in none of the folders of splits, such as train and test");
        }
        return path.size() > wrappers + 1
                ? Placement.in(new Group(split, path.get(wrappers + 1)))
                : Placement.nowhere(group, "It lies in no folder of a class");
    }
}
