package io.jenkins.plugins.mlcwheels.engine.repair;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** METADATA with rows for more licence files, which version 2.4 of it defines; every other byte stays. */
final class LicenceRows {

    private static final Pattern VERSION =
            Pattern.compile("(?mi)^(Metadata-Version:[ \\t]*)(\\d{1,4})\\.(\\d{1,4})[ \\t]*$");
    private static final Pattern END = Pattern.compile("\\r?\\n(?=\\r?\\n)");
    private static final int MAJOR = 2;
    private static final int FIRST_MINOR = 4;

    private LicenceRows() {}

    /** Whether rows can't be added without another version. */
    static boolean raiseVersion(byte[] metadata) {
        Matcher version = VERSION.matcher(new String(metadata, StandardCharsets.ISO_8859_1));
        return version.find()
                && Integer.parseInt(version.group(2)) == MAJOR
                && Integer.parseInt(version.group(3)) < FIRST_MINOR;
    }

    /**
     * @param metadata as it is
     * @param files paths below {@code .dist-info/licenses}
     */
    static byte[] added(byte[] metadata, Collection<String> files) {
        String text = new String(metadata, StandardCharsets.ISO_8859_1).replaceFirst("\\A\\r?\\n", "");
        Matcher version = VERSION.matcher(text);
        if (files.isEmpty() || !version.find() || Integer.parseInt(version.group(2)) != MAJOR) {
            return metadata;
        }
        if (Integer.parseInt(version.group(3)) < FIRST_MINOR) {
            text = text.substring(0, version.start()) + version.group(1) + MAJOR + "." + FIRST_MINOR
                    + text.substring(version.end());
        }
        Matcher end = END.matcher(text);
        int at = end.find() ? end.start() : text.stripTrailing().length();
        String line = text.contains("\r\n") ? "\r\n" : "\n";
        StringBuilder rows = new StringBuilder();
        for (String file : files) {
            // The text has one character for each byte.
            String name = new String(file.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            String row = line + "License-File: " + name;
            if (!(text.substring(0, at) + line).contains(row + line)) {
                rows.append(row);
            }
        }
        return (text.substring(0, at) + rows + text.substring(at)).getBytes(StandardCharsets.ISO_8859_1);
    }
}
