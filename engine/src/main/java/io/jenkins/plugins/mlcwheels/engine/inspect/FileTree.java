package io.jenkins.plugins.mlcwheels.engine.inspect;

import io.jenkins.plugins.mlcwheels.engine.text.ByteSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The files of a wheel as a tree: directories with the sum of what is in them. */
final class FileTree {

    /** How deep the short form goes, and how many rows a directory has there. */
    private static final int DEPTH = 2;

    private static final int ROWS = 8;

    /** Deeper directories are shown as one name. */
    private static final int DEEPEST = 64;

    private final String name;
    private final TreeMap<String, FileTree> children = new TreeMap<>();
    private long size;
    private int files;

    private FileTree(String name) {
        this.name = name;
    }

    /** @param all whether to list every file; else the largest of the upper directories */
    static List<String> lines(WheelInspection wheel, boolean all) {
        FileTree root = new FileTree("");
        for (InspectedFile file : wheel.files()) {
            root.add(file.path(), file.size(), 0);
        }
        List<String> lines = new ArrayList<>();
        root.print(lines, 1, all);
        if (wheel.fileCount() > wheel.files().size()) {
            lines.add("  and " + (wheel.fileCount() - wheel.files().size()) + " more files");
        }
        return lines;
    }

    private void add(String path, long bytes, int depth) {
        size += bytes;
        files++;
        int slash = depth < DEEPEST ? path.indexOf('/') : -1;
        String first = slash < 0 ? path : path.substring(0, slash + 1);
        FileTree child = children.computeIfAbsent(first, FileTree::new);
        if (slash < 0) {
            child.size += bytes;
            child.files++;
        } else {
            child.add(path.substring(slash + 1), bytes, depth + 1);
        }
    }

    private void print(List<String> lines, int depth, boolean all) {
        List<FileTree> rows = new ArrayList<>(children.values());
        if (!all) {
            rows.sort(Comparator.comparingLong((FileTree row) -> -row.size).thenComparing(row -> row.name));
        }
        int shown = all ? rows.size() : Math.min(ROWS, rows.size());
        for (FileTree row : rows.subList(0, shown)) {
            boolean directory = !row.children.isEmpty();
            lines.add("  ".repeat(depth)
                    + pad(ByteSize.print(row.size))
                    + row.name
                    + (directory ? " (" + row.files + (row.files == 1 ? " file)" : " files)") : ""));
            if (directory && (all || depth < DEPTH)) {
                row.print(lines, depth + 1, all);
            }
        }
        if (rows.size() > shown) {
            long rest = rows.subList(shown, rows.size()).stream()
                    .mapToLong(row -> row.size)
                    .sum();
            lines.add("  ".repeat(depth) + pad(ByteSize.print(rest)) + "in " + (rows.size() - shown) + " more");
        }
    }

    private static String pad(String text) {
        return text + " ".repeat(Math.max(1, 11 - text.length()));
    }
}
