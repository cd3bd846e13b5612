package io.jenkins.plugins.mlcwheels.engine.build;

import io.jenkins.plugins.mlcwheels.engine.manifest.BuildMaterial;
import io.jenkins.plugins.mlcwheels.engine.manifest.InvalidBuildRecordException;
import io.jenkins.plugins.mlcwheels.engine.shell.ScriptOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the script of a build tells of itself.
 *
 * @param requirements the packages that pip installed to build with; empty also if it did not tell
 * @param versions of Python and pip
 */
public record BuildFacts(List<BuildMaterial> requirements, SortedMap<String, String> versions) {

    /** Nothing is known. */
    public static final BuildFacts NONE = new BuildFacts(List.of(), new TreeMap<>());

    private static final Pattern REQUIREMENT = Pattern.compile("(\\S+) (\\S+) ([0-9a-f]{64}|-)");
    private static final Pattern VERSION = Pattern.compile("([0-9][0-9A-Za-z.+-]{0,60})(?: .*)?");

    public BuildFacts {
        requirements = List.copyOf(requirements);
        versions = new TreeMap<>(versions);
    }

    /** Reads them off the output of the script, which says them after all that the build prints. */
    public static BuildFacts of(ScriptOutput output) {
        SortedMap<String, String> versions = new TreeMap<>();
        for (String program : List.of("python", "pip")) {
            output.last(program)
                    .map(VERSION::matcher)
                    .filter(Matcher::matches)
                    .ifPresent(parts -> versions.put(program, parts.group(1)));
        }
        return new BuildFacts(requirements(output), versions);
    }

    /** The last ones, as many as there were: what the build printed in their form came before. */
    private static List<BuildMaterial> requirements(ScriptOutput output) {
        List<String> said = output.all("requirement");
        int count = output.last("requirements")
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(Integer::parseInt)
                .orElse(0);
        List<BuildMaterial> requirements = new ArrayList<>();
        for (String line : said.subList(Math.max(0, said.size() - count), said.size())) {
            requirement(line).ifPresent(requirements::add);
        }
        return requirements;
    }

    private static Optional<BuildMaterial> requirement(String line) {
        Matcher parts = REQUIREMENT.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<String> digest = Optional.of(parts.group(3)).filter(text -> !text.equals("-"));
        try {
            return Optional.of(BuildMaterial.requirement(parts.group(1), parts.group(2), digest));
        } catch (InvalidBuildRecordException e) {
            return Optional.empty();
        }
    }
}
