package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryPass;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Compares what RECORD says with what the entries turned out to be. */
final class RecordCheck {

    private static final Map<String, String> STRONG =
            Map.of("sha256", "SHA-256", "sha384", "SHA-384", "sha512", "SHA-512");
    private static final Set<String> WEAK = Set.of("md5", "sha1", "sha224");

    private final WheelArchive archive;
    private final Findings findings;
    private final Set<String> exempt = new HashSet<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Map<String, RecordFile.Row> rows = new HashMap<>();
    private final boolean present;

    /** @param record null if there is none to compare with */
    RecordCheck(WheelArchive archive, RecordFile record, String distInfo, Findings findings) {
        this.archive = archive;
        this.findings = findings;
        present = record != null;
        exempt.add(distInfo + "/RECORD");
        exempt.add(distInfo + "/RECORD.jws");
        exempt.add(distInfo + "/RECORD.p7s");
        if (present) {
            for (RecordFile.Row row : record.rows()) {
                path(row.path());
                if (rows.put(row.path(), row) != null) {
                    findings.add(WheelProblem.RECORD_DUPLICATE, row.path(), "RECORD has two rows for it");
                }
            }
        }
    }

    private void path(String path) {
        boolean unsafe = path.startsWith("/") || path.indexOf('\\') >= 0 || ("/" + path + "/").contains("/../");
        if (unsafe || !PrintableText.isPrintable(path)) {
            findings.add(
                    WheelProblem.RECORD_UNSAFE_PATH,
                    path,
                    "RECORD has a path that leads out of the packages, or an invalid one");
        }
    }

    /** Whether a row is for a directory, with or without an entry of its own. */
    private boolean isDirectory(String path) {
        return path.endsWith("/") || archive.entry(path + "/").isPresent();
    }

    /** Java's name of the hash function that RECORD wants for the entry; SHA-256 where it wants none that counts. */
    String algorithm(String name) {
        RecordFile.Row row = rows.get(name);
        return row == null ? "SHA-256" : STRONG.getOrDefault(row.algorithm(), "SHA-256");
    }

    void seen(String name) {
        seen.add(name);
    }

    void check(ArchiveEntry entry, EntryPass.Result result) {
        seen.add(entry.name());
        RecordFile.Row row = rows.get(entry.name());
        if (!present || exempt.contains(entry.name())) {
            return;
        }
        if (row == null) {
            findings.add(WheelProblem.RECORD_ENTRY_MISSING, entry.name(), "RECORD doesn't list it");
            return;
        }
        checkHash(row, result.otherDigest());
        if (row.size() < 0) {
            findings.add(WheelProblem.RECORD_SIZE_MISSING, entry.name(), "RECORD gives no size for it");
        } else if (row.size() != entry.size()) {
            findings.add(
                    WheelProblem.RECORD_SIZE_MISMATCH,
                    entry.name(),
                    "it has " + entry.size() + " bytes, RECORD says " + row.size());
        }
    }

    private void checkHash(RecordFile.Row row, byte[] actual) {
        String algorithm = row.algorithm();
        if (row.hash().isEmpty()) {
            findings.add(WheelProblem.RECORD_HASH_MISSING, row.path(), "RECORD gives no hash for it");
        } else if (WEAK.contains(algorithm)) {
            findings.add(
                    WheelProblem.RECORD_HASH_WEAK,
                    row.path(),
                    "RECORD's hash is " + algorithm + ", weaker than sha256");
        } else if (!STRONG.containsKey(algorithm)) {
            findings.add(
                    WheelProblem.RECORD_HASH_UNKNOWN,
                    row.path(),
                    "RECORD's hash '" + row.hash() + "' is of no known kind");
        } else {
            byte[] expected = decode(row.encodedDigest());
            if (expected == null || expected.length != actual.length) {
                boolean hex = row.encodedDigest().length() == actual.length * 2;
                findings.add(
                        WheelProblem.RECORD_HASH_UNKNOWN,
                        row.path(),
                        "RECORD's hash is " + (hex ? "hexadecimal, it has to be" : "not") + " URL-safe base64");
            } else if (!Arrays.equals(expected, actual)) {
                findings.add(
                        WheelProblem.RECORD_HASH_MISMATCH, row.path(), "its " + algorithm + " is not what RECORD says");
            }
        }
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** To be called after all entries were read: rows without a file, and files that could not be read. */
    void checkCompleteness() {
        for (Map.Entry<String, RecordFile.Row> row : rows.entrySet()) {
            String path = row.getKey();
            if (isDirectory(path)) {
                findings.add(
                        WheelProblem.RECORD_DIRECTORY,
                        path,
                        "RECORD lists it, and it is a directory; only files go there");
            } else if (!seen.contains(path) && archive.entry(path).isEmpty() && !exempt.contains(path)) {
                findings.add(WheelProblem.RECORD_FILE_MISSING, path, "RECORD lists it, the wheel doesn't have it");
            }
        }
        if (present) {
            for (ArchiveEntry entry : archive.entries()) {
                if (!entry.isDirectory()
                        && !rows.containsKey(entry.name())
                        && !exempt.contains(entry.name())
                        && !seen.contains(entry.name())) {
                    findings.add(WheelProblem.RECORD_ENTRY_MISSING, entry.name(), "RECORD doesn't list it");
                }
            }
        }
    }
}
