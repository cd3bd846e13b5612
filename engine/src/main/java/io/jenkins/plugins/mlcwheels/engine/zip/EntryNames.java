package io.jenkins.plugins.mlcwheels.engine.zip;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What is wrong with the names and kinds of entries, one by one and together. */
final class EntryNames {

    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_REGULAR = 0100000;
    private static final int TYPE_DIRECTORY = 0040000;

    private final Findings findings;
    private final Set<String> names;
    private final Map<String, String> folded;

    EntryNames(Findings findings, int count) {
        this.findings = findings;
        names = new HashSet<>(count * 2);
        folded = new HashMap<>(count * 2);
    }

    void check(List<ArchiveEntry> entries) {
        for (ArchiveEntry entry : entries) {
            name(entry.name());
            kind(entry);
            together(entry.name());
        }
        conflicts(entries);
    }

    private void name(String name) {
        if (name.isEmpty() || name.charAt(0) == '/') {
            unsafe(name, name.isEmpty() ? "the name is empty" : "the name is absolute");
        }
        if (name.length() > 1 && name.charAt(1) == ':' && Ascii.isAlphanumeric(name.charAt(0))) {
            unsafe(name, "the name begins with a drive");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '\\') {
                unsafe(name, "the name has a backslash");
                break;
            }
            if (c < ' ' || (c >= 0x7F && c < 0xA0)) {
                unsafe(name, "the name has a control character");
                break;
            }
        }
        parts(name);
    }

    private void parts(String name) {
        int from = 0;
        while (from < name.length()) {
            int slash = name.indexOf('/', from);
            int to = slash < 0 ? name.length() : slash;
            if (to - from == 2 && name.startsWith("..", from)) {
                unsafe(name, "the name goes up with '..'");
                return;
            }
            if ((to == from && from > 0) || (to - from == 1 && name.charAt(from) == '.')) {
                findings.add(ZipProblem.UNNORMALIZED_NAME, name, "the name has an empty or '.' part");
                return;
            }
            from = to + 1;
        }
    }

    private void kind(ArchiveEntry entry) {
        int type = entry.unixMode() & TYPE_MASK;
        if (entry.isSymlink()) {
            findings.add(ZipProblem.SYMLINK, entry.name(), "is a symbolic link");
        } else if (type != 0 && type != TYPE_REGULAR && type != TYPE_DIRECTORY) {
            findings.add(ZipProblem.SPECIAL_FILE, entry.name(), "is neither a file nor a directory");
        }
        if (entry.isDirectory() && entry.size() != 0) {
            findings.add(ZipProblem.DIRECTORY_WITH_DATA, entry.name(), "is a directory but has content");
        }
        int encrypted = ZipFormat.FLAG_ENCRYPTED | ZipFormat.FLAG_STRONG_ENCRYPTION | ZipFormat.FLAG_MASKED;
        if ((entry.flags() & encrypted) != 0) {
            findings.add(ZipProblem.ENCRYPTED_ENTRY, entry.name(), "is encrypted");
        }
        if ((entry.flags() & ZipFormat.FLAG_DESCRIPTOR) != 0) {
            findings.add(
                    ZipProblem.DATA_DESCRIPTOR, entry.name(), "its length follows its data instead of preceding it");
        }
        if (entry.method() != ArchiveEntry.STORED && entry.method() != ArchiveEntry.DEFLATED) {
            findings.add(ZipProblem.UNKNOWN_METHOD, entry.name(), "is compressed with method " + entry.method());
        } else if (entry.method() == ArchiveEntry.STORED && entry.size() != entry.compressedSize()) {
            findings.add(ZipProblem.SIZE_MISMATCH, entry.name(), "is stored, but its two sizes differ");
        }
    }

    private void together(String name) {
        if (!names.add(name)) {
            findings.add(ZipProblem.DUPLICATE_ENTRY, name, "there are two entries of this name");
            return;
        }
        String other = folded.putIfAbsent(fold(name), name);
        if (other != null) {
            findings.add(ZipProblem.AMBIGUOUS_NAME, name, "is the same file as " + other + " where case is ignored");
        }
    }

    private static String fold(String name) {
        boolean plain = true;
        for (int i = 0; i < name.length() && plain; i++) {
            plain = name.charAt(i) < 0x80;
        }
        return plain
                ? Ascii.lowerCase(name)
                : Normalizer.normalize(name, Normalizer.Form.NFC)
                        .toUpperCase(Locale.ROOT)
                        .toLowerCase(Locale.ROOT);
    }

    /** A file where others need a directory; directory entries themselves end in a slash. */
    private void conflicts(List<ArchiveEntry> entries) {
        String parent = "";
        for (ArchiveEntry entry : entries) {
            String name = entry.name();
            int slash = name.lastIndexOf('/', name.length() - 2);
            if (slash <= 0 || (slash == parent.length() && name.startsWith(parent))) {
                continue;
            }
            parent = name.substring(0, slash);
            for (int depth = 0, at = slash; at > 0 && depth < 100; at = name.lastIndexOf('/', at - 1), depth++) {
                if (names.contains(name.substring(0, at))) {
                    findings.add(
                            ZipProblem.NAME_CONFLICT, name, "lies in " + name.substring(0, at) + ", which is a file");
                }
            }
        }
    }

    private void unsafe(String name, String message) {
        findings.add(ZipProblem.UNSAFE_NAME, name, message);
    }
}
