package io.jenkins.plugins.mlcwheels.engine.nightly;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.version.InvalidReleaseTagException;
import io.jenkins.plugins.mlcwheels.engine.version.ReleaseTag;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * The names of the tags of nightlies: the one that moves, such as {@code nightly}, and those of one nightly each, such as
 * {@code nightly-20261129-g1a2b3c4}, or with {@code -2} and so on at the end where that name is used up.
 *
 * @param base the tag that moves, which the others begin with
 */
record NightlyTags(String base) {

    private static final Pattern BASE = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,59}");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final int SHORT_HASH = 7;

    NightlyTags {
        if (!BASE.matcher(base).matches()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "'" + base + "' can't be the tag of nightlies",
                    "Use letters, digits, '.', '_' and '-', at most 60 of them, such as nightly.");
        }
    }

    /** Whether it is the release tag of a version by the standard rule, which builds may count from. */
    boolean isVersion() {
        try {
            ReleaseTag.parse(base);
            return true;
        } catch (InvalidReleaseTagException e) {
            return false;
        }
    }

    /** @param attempt 1 for the plain name */
    String dated(Instant day, String commit, int attempt) {
        return base + "-" + DAY.format(day) + "-g" + commit.substring(0, SHORT_HASH)
                + (attempt == 1 ? "" : "-" + attempt);
    }

    /** Whether it is the tag of one nightly. */
    boolean isDated(String tag) {
        return tag.startsWith(base + "-")
                && tag.substring(base.length()).matches("-[0-9]{8}-g[0-9a-f]{7,40}(?:-[0-9]{1,2})?");
    }

    /** Whether it is the tag of a nightly of that commit. */
    boolean isDatedOf(String tag, String commit) {
        return isDated(tag)
                && tag.substring(base.length())
                        .matches("-[0-9]{8}-g" + commit.substring(0, SHORT_HASH) + "(?:-[0-9]{1,2})?");
    }
}
