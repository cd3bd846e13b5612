package io.jenkins.plugins.mlcwheels.engine.repair;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells which package of the operating system a file belongs to, from the text databases of dpkg and apk. RPM keeps
 * its own in a binary format that only its tools read, so owners are not known there.
 */
final class PackageDatabase {

    private static final String DPKG = "var/lib/dpkg";
    private static final String APK = "lib/apk/db/installed";

    private final Path sysroot;
    private Map<String, String> osRelease;

    PackageDatabase(Path sysroot) {
        this.sysroot = sysroot;
    }

    /** @param file below the sysroot */
    Optional<OwningPackage> ownerOf(Path file) {
        if (!file.startsWith(sysroot)) {
            return Optional.empty();
        }
        String path = "/" + sysroot.relativize(file);
        // With merged directories, packages still list /lib for what lies in /usr/lib.
        Set<String> names = path.startsWith("/usr/lib") ? Set.of(path, path.substring(4)) : Set.of(path);
        try {
            Optional<OwningPackage> debian = dpkg(names);
            return debian.isPresent() ? debian : apk(names);
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<OwningPackage> dpkg(Set<String> names) throws IOException {
        Path info = sysroot.resolve(DPKG).resolve("info");
        if (!Files.isDirectory(info)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> lists = Files.newDirectoryStream(info, "*.list")) {
            for (Path list : lists) {
                if (contains(list, names)) {
                    String owner = list.getFileName().toString();
                    return dpkgStatus(owner.substring(0, owner.length() - ".list".length()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean contains(Path list, Set<String> names) throws IOException {
        try (Stream<String> lines = Files.lines(list, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(names::contains);
        }
    }

    /** @param owner a name such as {@code libfoo1} or {@code libfoo1:amd64} */
    private Optional<OwningPackage> dpkgStatus(String owner) throws IOException {
        String name = owner.split(":", 2)[0];
        String architecture = owner.contains(":") ? owner.split(":", 2)[1] : null;
        Path status = sysroot.resolve(DPKG).resolve("status");
        return find(
                        status,
                        fields -> name.equals(fields.get("Package"))
                                && (architecture == null || architecture.equals(fields.get("Architecture"))))
                .map(fields -> of("deb", name, fields.get("Version"), fields.get("Architecture")));
    }

    private Optional<OwningPackage> apk(Set<String> names) throws IOException {
        Path installed = sysroot.resolve(APK);
        if (!Files.isRegularFile(installed)) {
            return Optional.empty();
        }
        Map<String, String> fields = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(installed, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.length() < 2 || line.charAt(1) != ':') {
                    fields.clear();
                    continue;
                }
                fields.put(line.substring(0, 1), line.substring(2));
                if (line.startsWith("R:") && names.contains("/" + fields.get("F") + "/" + fields.get("R"))) {
                    return Optional.of(of("apk", fields.get("P"), fields.get("V"), fields.get("A")));
                }
            }
        }
        return Optional.empty();
    }

    private OwningPackage of(String type, String name, String version, String architecture) {
        return new OwningPackage(
                type,
                osRelease().getOrDefault("ID", "linux"),
                name,
                version == null ? "" : version,
                architecture == null ? "" : architecture);
    }

    /** The first paragraph of a control file that fits. */
    private static Optional<Map<String, String>> find(
            Path file, java.util.function.Predicate<Map<String, String>> wanted) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                int colon = line.indexOf(": ");
                if (line.isEmpty()) {
                    if (wanted.test(fields)) {
                        return Optional.of(fields);
                    }
                    fields.clear();
                } else if (colon > 0 && line.charAt(0) != ' ') {
                    fields.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }
        return wanted.test(fields) ? Optional.of(fields) : Optional.empty();
    }

    private Map<String, String> osRelease() {
        if (osRelease == null) {
            osRelease = new HashMap<>();
            try (Stream<String> lines = Files.lines(sysroot.resolve("etc/os-release"), StandardCharsets.UTF_8)) {
                lines.filter(line -> line.contains("=")).forEach(line -> {
                    String[] pair = line.split("=", 2);
                    osRelease.put(pair[0], pair[1].replace("\"", ""));
                });
            } catch (IOException | java.io.UncheckedIOException unknown) {
                osRelease.clear();
            }
        }
        return osRelease;
    }
}
