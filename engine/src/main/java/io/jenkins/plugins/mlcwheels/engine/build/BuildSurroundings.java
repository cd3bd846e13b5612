package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where, when and by whom a build ran, which a wheel must not depend on.
 *
 * @param directory that the copy of the source lay in
 * @param timeZone as the variable {@code TZ} named it
 * @param user as variables such as {@code USER} named it
 * @param umask in octal digits
 * @param began in seconds since 1970
 * @param ended in seconds since 1970
 */
public record BuildSurroundings(String directory, String timeZone, String user, String umask, long began, long ended) {

    private static final Pattern SAID = Pattern.compile("(\\S{1,40}) (\\S{1,40}) ([0-7]{3,4}) ([0-9]{1,12})");
    private static final Pattern TIME = Pattern.compile("[0-9]{1,12}");

    /** Nothing is known of them. */
    public static final BuildSurroundings UNKNOWN = new BuildSurroundings("", "", "", "", 0, 0);

    /** Reads them off the output of the script, which says most of them before anything that the build prints. */
    static BuildSurroundings of(ScriptOutput output) {
        List<String> directories = output.all("directory");
        List<String> said = output.all("surroundings");
        Optional<Long> ended = output.last("ended")
                .filter(text -> TIME.matcher(text).matches())
                .map(Long::parseLong);
        if (directories.isEmpty() || said.isEmpty() || ended.isEmpty()) {
            return UNKNOWN;
        }
        Matcher parts = SAID.matcher(said.get(0));
        return parts.matches()
                ? new BuildSurroundings(
                        directories.get(0),
                        parts.group(1),
                        parts.group(2),
                        parts.group(3),
                        Long.parseLong(parts.group(4)),
                        ended.get())
                : UNKNOWN;
    }

    /** Whether a moment is one of the build. */
    public boolean hasTime(long seconds) {
        return began > 0 && seconds >= began && seconds <= ended;
    }
}
