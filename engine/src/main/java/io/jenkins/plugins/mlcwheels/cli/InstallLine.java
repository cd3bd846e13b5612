package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.manifest.TestRecord;
import io.jenkins.plugins.mlcwheels.engine.shell.ShellWords;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The command that installs a wheel which was just released, for the Python that it was tested with. */
final class InstallLine {

    private static final Pattern OF_AN_EXTRA = Pattern.compile("\\bextra\\s*==");

    private InstallLine() {}

    /**
     * A line that gets this very wheel. The index alone is asked if it has all that is needed; a wheel with requirements
     * is named by place and hash, since an index asked beside it might have another wheel of that name.
     *
     * @param place of the wheel in the release
     * @param index of all releases
     */
    static String of(Path wheel, TestRecord tested, URI place, URI index) throws IOException {
        try (WheelArchive archive = WheelArchive.open(wheel)) {
            CoreMetadata metadata = archive.metadata();
            String name = metadata.normalizedName();
            boolean requiresNothing = metadata.requiresDist().stream()
                    .allMatch(line -> OF_AN_EXTRA.matcher(line).find());
            List<String> words = requiresNothing
                    ? List.of("--index-url", index.toString(), name + "==" + metadata.version())
                    : List.of(name + " @ " + place + "#sha256=" + tested.sha256());
            return ShellWords.join(List.of(tested.interpreter(), "-m", "pip", "install")) + " "
                    + ShellWords.join(words);
        }
    }
}
