package io.jenkins.plugins.mlcwheels.engine.wheel;

import io.jenkins.plugins.mlcwheels.engine.finding.Findings;
import io.jenkins.plugins.mlcwheels.engine.text.Ascii;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** What installers do with files by their place: {@code .data} directories, entry points, signatures of RECORD. */
final class InstallCheck {

    private static final Set<String> SCHEMES = Set.of("purelib", "platlib", "headers", "scripts", "data");
    private static final int LARGEST = 1 << 20;

    private final WheelArchive archive;
    private final String distInfo;
    private final Findings findings;

    InstallCheck(WheelArchive archive, String distInfo, Findings findings) {
        this.archive = archive;
        this.distInfo = distInfo;
        this.findings = findings;
    }

    void check() throws IOException {
        String data = distInfo.substring(0, distInfo.length() - ".dist-info".length()) + ".data";
        Set<String> strange = new HashSet<>();
        for (ArchiveEntry entry : archive.entries()) {
            int slash = entry.name().indexOf('/');
            if (slash > 0 && !entry.isDirectory() && entry.name().startsWith(".data", slash - ".data".length())) {
                data(entry.name(), slash, data, strange);
            }
            if (entry.name().equals(distInfo + "/RECORD.jws") || entry.name().equals(distInfo + "/RECORD.p7s")) {
                findings.add(
                        WheelProblem.RECORD_SIGNATURE, entry.name(), "no installer looks at it; PEP 815 deprecates it");
            }
        }
        entryPoints();
    }

    private void data(String name, int slash, String data, Set<String> strange) {
        String directory = name.substring(0, slash);
        if (!directory.equals(data) && strange.add(directory)) {
            findings.add(
                    WheelProblem.DATA_DIRECTORY_MISMATCH,
                    directory,
                    "should be " + data + "; some installers take its files for a part of the package");
        }
        int next = name.indexOf('/', slash + 1);
        String scheme = next < 0 ? "" : name.substring(slash + 1, next);
        if (!SCHEMES.contains(scheme)) {
            findings.add(
                    WheelProblem.DATA_SCHEME_UNKNOWN,
                    name,
                    next < 0
                            ? "lies in " + directory + " itself; installers refuse it"
                            : "'" + scheme
                                    + "' is not purelib, platlib, headers, scripts or data; installers refuse it");
        }
    }

    /** Reads the file as Python's configparser does, as far as installers need it. */
    private void entryPoints() throws IOException {
        String where = distInfo + "/entry_points.txt";
        if (archive.entry(where).isEmpty() || archive.entry(where).get().size() > LARGEST) {
            return;
        }
        String text;
        try {
            text = new String(archive.read(archive.entry(where).get(), LARGEST), StandardCharsets.UTF_8);
        } catch (BrokenWheelException e) {
            return;
        }
        String group = "";
        Set<String> names = new HashSet<>();
        for (String line : Ascii.split(text.replace("\r", ""), '\n')) {
            String trimmed = line.strip();
            if (trimmed.isEmpty() || trimmed.startsWith("#") || trimmed.startsWith(";")) {
                continue;
            }
            if (trimmed.startsWith("[")) {
                group = trimmed.endsWith("]")
                        ? trimmed.substring(1, trimmed.length() - 1).strip()
                        : "";
                continue;
            }
            if (Character.isWhitespace(line.charAt(0))) {
                continue;
            }
            entryPoint(where, group, trimmed, names);
        }
    }

    private void entryPoint(String where, String group, String line, Set<String> names) {
        int equals = line.indexOf('=');
        String name = equals < 0 ? "" : line.substring(0, equals).strip();
        if (group.isEmpty() || name.isEmpty()) {
            broken(
                    where,
                    "'" + line + "' is not an entry point: it needs a group before it, a name, '=' and an object");
            return;
        }
        if (!names.add(group + "\n" + name)) {
            broken(where, "[" + group + "] has " + name + " twice");
        }
        if (!group.equals("console_scripts") && !group.equals("gui_scripts")) {
            return;
        }
        String object = line.substring(equals + 1).strip();
        int extras = object.indexOf('[');
        String callable = extras < 0 ? object : object.substring(0, extras).strip();
        int colon = callable.indexOf(':');
        if (colon < 1 || !isDotted(callable.substring(0, colon)) || !isDotted(callable.substring(colon + 1))) {
            broken(where, "the script " + name + " is '" + object + "'; installers want package.module:function");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            broken(where, "the script '" + name + "' would lie in another directory than that of scripts");
        }
    }

    private static boolean isDotted(String text) {
        String name = text.strip();
        if (name.isEmpty()) {
            return false;
        }
        for (String part : Ascii.split(name, '.')) {
            if (part.isEmpty() || !Character.isJavaIdentifierStart(part.charAt(0))) {
                return false;
            }
        }
        return true;
    }

    private void broken(String where, String message) {
        findings.add(WheelProblem.ENTRY_POINTS_BROKEN, where, message);
    }
}
