package io.jenkins.plugins.mlcwheels.record;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.regex.Pattern;

/**
 * What an agent says about one wheel, or one source distribution. Agents are not trusted: the constructor refuses what no honest agent says.
 *
 * @param path relative to the workspace, parts separated by {@code /}, the last of which is the file name
 * @param fileName name of the wheel, or of the source distribution
 * @param name the distribution's name, normalised as PEP 503 has it
 * @param version its version
 * @param tag the compatibility tag of the file name
 * @param platform the platform that the audit found
 * @param sha256 64 hexadecimal digits in lower case
 * @param size in bytes
 * @param passed whether the audit found nothing wrong
 */
public record WheelFacts(
        String path,
        String fileName,
        String name,
        String version,
        String tag,
        String platform,
        String sha256,
        long size,
        boolean passed) {

    /** The tag of source distributions, which have none. */
    public static final String SDIST = "sdist";

    private static final int LONGEST_PATH = 1000;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._+!-]{1,400}");
    private static final Pattern PART = Pattern.compile("[^\\p{Cc}\\p{Cf}\\\\/:*?\"<>|]{1,255}");

    /** @throws IllegalArgumentException naming what can't be true */
    public WheelFacts {
        check(path.length() <= LONGEST_PATH, "path", path.length() + " characters");
        for (String part : path.split("/", -1)) {
            check(PART.matcher(part).matches() && !part.equals(".") && !part.equals(".."), "path", path);
        }
        check(path.equals(fileName) || path.endsWith("/" + fileName), "file name", fileName);
        String suffix = tag.equals(SDIST) ? ".tar.gz" : ".whl";
        check(WORD.matcher(fileName).matches() && fileName.endsWith(suffix), "file name", fileName);
        check(WORD.matcher(name).matches(), "name", name);
        check(WORD.matcher(version).matches(), "version", version);
        check(WORD.matcher(tag).matches(), "tag", tag);
        check(WORD.matcher(platform).matches(), "platform", platform);
        check(SHA256.matcher(sha256).matches(), "sha256", sha256);
        check(size >= 0, "size", Long.toString(size));
    }

    private static void check(boolean holds, String what, String value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "the agent's report has an impossible " + what + ": '" + PrintableText.line(value, 80) + "'");
        }
    }
}
