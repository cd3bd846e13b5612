package io.jenkins.plugins.mlcwheels.engine.packageindex;

import java.nio.file.Path;
import java.util.List;

/**
 * A wheel or source distribution that was read and checked, as an index is told of it.
 *
 * @param name of the file
 * @param project as its metadata write it
 * @param normalized the same as indexes compare names
 * @param version as its metadata write it
 * @param type {@code bdist_wheel} or {@code sdist}
 * @param python the Python tags of a wheel with dots between, {@code source} for a source distribution
 * @param sha256 lower-case hexadecimal
 * @param blake2 BLAKE2b of 256 bits, lower-case hexadecimal
 * @param md5 lower-case hexadecimal
 * @param fields of its metadata, as the upload API names them
 * @param problems that every index has with it
 */
public record Distribution(
        Path path,
        String name,
        long size,
        String project,
        String normalized,
        String version,
        String type,
        String python,
        String sha256,
        String blake2,
        String md5,
        List<FormField> fields,
        List<UploadProblem> problems) {

    public Distribution {
        fields = List.copyOf(fields);
        problems = List.copyOf(problems);
    }

    /** Whether it is a source distribution. */
    public boolean isSource() {
        return type.equals("sdist");
    }

    /** All values of a field, by the name that the upload API gives it. */
    List<String> values(String field) {
        return fields.stream()
                .filter(given -> given.name().equals(field))
                .map(FormField::value)
                .toList();
    }
}
