package io.jenkins.plugins.mlcwheels.engine.manifest;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The record of one build, for the provenance of what it built. The command line keeps it beside the wheel; in Jenkins an
 * agent reports it. It holds no secret and no path of a machine: values that may be either are in it as a part of
 * {@code configuration} only, or not at all.
 *
 * @param file the name of the file that was built
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits; a record of other bytes says nothing of a file
 * @param source what was built, if that is known
 * @param parameters what was asked for, as far as it can be told
 * @param configuration SHA-256 of all that was asked for
 * @param image reference of the container image that it was built in
 * @param materials what went into it
 * @param versions of programs that took part
 * @param log SHA-256 of the output
 */
public record BuildRecord(
        String file,
        String sha256,
        Optional<SourceRevision> source,
        SortedMap<String, String> parameters,
        String configuration,
        Optional<String> image,
        List<BuildMaterial> materials,
        SortedMap<String, String> versions,
        Optional<Instant> started,
        Optional<Instant> finished,
        Optional<String> log) {

    /** Version of the JSON form; a reader refuses every other. */
    public static final int SCHEMA_VERSION = 1;

    /** What a file's name gets to be that of its record. */
    public static final String SUFFIX = ".build.json";

    /** How many materials there are at most. */
    public static final int MOST_MATERIALS = 2000;

    private static final int MOST_VALUES = 100;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FILE = Pattern.compile("[!-.0-~]{1,255}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");
    private static final Pattern VALUE = Pattern.compile("[ -~]{0,2000}");

    /** @throws InvalidBuildRecordException if one of them has another form */
    public BuildRecord {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(started, "started");
        Objects.requireNonNull(finished, "finished");
        parameters = new TreeMap<>(parameters);
        versions = new TreeMap<>(versions);
        materials = List.copyOf(materials);
        require(FILE.matcher(file).matches(), "file is not a name of a file");
        require(DIGEST.matcher(sha256).matches(), "sha256 is not 64 hexadecimal digits");
        require(DIGEST.matcher(configuration).matches(), "configuration is not 64 hexadecimal digits");
        require(log.filter(digest -> !DIGEST.matcher(digest).matches()).isEmpty(), "log is not 64 hexadecimal digits");
        require(image.filter(name -> !VALUE.matcher(name).matches()).isEmpty(), "image is not a reference");
        require(materials.size() <= MOST_MATERIALS, "there are more than " + MOST_MATERIALS + " materials");
        for (Map<String, String> values : List.of(parameters, versions)) {
            require(values.size() <= MOST_VALUES, "there are more than " + MOST_VALUES + " values");
            values.forEach((key, value) -> require(
                    KEY.matcher(key).matches() && VALUE.matcher(value).matches(),
                    "a value or its name has characters that it can't have"));
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new InvalidBuildRecordException(problem, null);
        }
    }

    /**
     * The same of other bytes, which a repair made of the file, and with what it put in.
     *
     * @param programs that made these bytes, with their versions
     */
    public BuildRecord repaired(
            String newFile, String newSha256, List<BuildMaterial> grafts, Map<String, String> programs) {
        SortedMap<String, String> allVersions = new TreeMap<>(versions);
        allVersions.putAll(programs);
        List<BuildMaterial> all = new java.util.ArrayList<>(materials);
        all.addAll(grafts);
        return new BuildRecord(
                newFile, newSha256, source, parameters, configuration, image, all, allVersions, started, finished, log);
    }

    /** Its JSON form in UTF-8. */
    public byte[] toJson() {
        return BuildRecordJson.print(this);
    }

    /** @throws InvalidBuildRecordException if it is not what {@link #toJson()} writes, or exceeds limits */
    public static BuildRecord parse(byte[] json) {
        return BuildRecordJson.parse(json);
    }
}
