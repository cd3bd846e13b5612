package io.jenkins.plugins.mlcwheels.engine.version;

import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.semver4j.Semver;

/**
 * From semantic versions to PEP 440: {@code 1.2.0-rc.1} is {@code 1.2.0rc1}, {@code -alpha.2} is {@code a2},
 * {@code -beta} is {@code b0}, {@code -dev.3} is {@code .dev3}, {@code -rc.1.dev.2} is {@code rc1.dev2}, and build
 * metadata becomes the local version. All else has no PEP 440 form. {@code -post.1} is refused, since SemVer sorts it before the
 * release and PEP 440 after it; {@code -postN}, which projects push, is read as PEP 440 reads it.
 */
final class SemverMapping {

    private static final Pattern PRERELEASE =
            Pattern.compile("(?:(?<label>alpha|a|beta|b|rc|c|preview|pre)\\.?(?<number>[0-9]+)?)?"
                    + "(?:(?:^|\\.)(?<dev>dev)\\.?(?<devNumber>[0-9]+)?)?");
    private static final Pattern POST = Pattern.compile("(?:^|.*\\.)(?:post|rev|r)[.0-9]*");
    private static final Pattern POST_NUMBER = Pattern.compile("post[0-9]+");
    private static final Pattern LOCAL = Pattern.compile("[a-z0-9]+(?:[-.][a-z0-9]+)*");

    private SemverMapping() {}

    /** Whether the pre-release part is one number and {@code post} before it, as in {@code 1.2.0-post1}. */
    static boolean isPost(Semver semver) {
        return semver.getPreRelease().size() == 1
                && POST_NUMBER.matcher(semver.getPreRelease().get(0)).matches();
    }

    static Pep440Version toPep440(String tag, Semver semver) {
        String base = semver.getMajor() + "." + semver.getMinor() + "." + semver.getPatch();
        return Pep440Version.parse(base + prerelease(tag, semver.getPreRelease()) + local(tag, semver.getBuild()));
    }

    private static String prerelease(String tag, List<String> identifiers) {
        if (identifiers.isEmpty()) {
            return "";
        }
        String text = String.join(".", identifiers).toLowerCase(Locale.ROOT);
        Matcher parts = PRERELEASE.matcher(text);
        if (!parts.matches()) {
            throw new InvalidReleaseTagException(tag, reason(text));
        }
        String label = parts.group("label") == null ? "" : parts.group("label") + zero(parts.group("number"));
        return label + (parts.group("dev") == null ? "" : ".dev" + zero(parts.group("devNumber")));
    }

    private static String reason(String prerelease) {
        return POST.matcher(prerelease).matches()
                ? "a post-release sorts before its release in SemVer, but after it in PEP 440"
                : "the pre-release " + PrintableText.quoted(prerelease)
                        + " has no PEP 440 form (alpha, beta, rc or dev)";
    }

    private static String local(String tag, List<String> identifiers) {
        if (identifiers.isEmpty()) {
            return "";
        }
        String text = String.join(".", identifiers).toLowerCase(Locale.ROOT);
        if (!LOCAL.matcher(text).matches()) {
            throw new InvalidReleaseTagException(
                    tag,
                    "the build metadata " + PrintableText.quoted(text) + " has no PEP 440 form (letters and digits)");
        }
        return "+" + text;
    }

    private static String zero(String number) {
        return number == null ? "0" : number;
    }
}
