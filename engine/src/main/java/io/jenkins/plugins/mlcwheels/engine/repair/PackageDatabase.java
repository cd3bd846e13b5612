package io.jenkins.plugins.mlcwheels.engine.repair;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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

    /** Owners of files below the sysroot, of those for which one is known. */
    Map<Path, OwningPackage> ownersOf(Collection<Path> files) {
        Map<String, Path> wanted = new HashMap<>();
        for (Path file : files) {
            if (file.startsWith(sysroot)) {
                String path = "/" + sysroot.relativize(file);
                if (!isForPackages(path)) {
                    continue;
                }
                wanted.put(path, file);
                if (path.startsWith("/usr/lib")) {
                    // With merged directories, packages still list /lib for what lies in /usr/lib.
                    wanted.put(path.substring("/usr".length()), file);
                }
            }
        }
        Map<Path, OwningPackage> owners = new HashMap<>();
        try {
            if (!wanted.isEmpty()) {
                dpkg(wanted, owners);
                apk(wanted, owners);
            }
        } catch (IOException | UncheckedIOException unreadable) {
            // A bill of materials without owners is still a bill.
            return owners;
        }
        return owners;
    }

    /** By the Filesystem Hierarchy Standard; the databases are too large to be read in vain. */
    private static boolean isForPackages(String path) {
        return path.startsWith("/usr/") && !path.startsWith("/usr/local/")
                || path.startsWith("/lib")
                || path.startsWith("/opt/");
    }

    private void dpkg(Map<String, Path> wanted, Map<Path, OwningPackage> owners) throws IOException {
        Path info = sysroot.resolve(DPKG).resolve("info");
        if (!Files.isDirectory(info)) {
            return;
        }
        try (Stream<Path> files = Files.list(info)) {
            for (Path list : files.filter(file -> file.getFileName().toString().endsWith(".list"))
                    .sorted()
                    .toList()) {
                String paths = Files.readString(list, StandardCharsets.ISO_8859_1);
                for (Map.Entry<String, Path> file : wanted.entrySet()) {
                    if (paths.contains("\n" + file.getKey() + "\n")) {
                        String name = list.getFileName().toString();
                        dpkgStatus(name.substring(0, name.length() - ".list".length()))
                                .ifPresent(owner -> owners.putIfAbsent(file.getValue(), owner));
                    }
                }
            }
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

    private void apk(Map<String, Path> wanted, Map<Path, OwningPackage> owners) throws IOException {
        Path installed = sysroot.resolve(APK);
        if (!Files.isRegularFile(installed)) {
            return;
        }
        Map<String, String> fields = new HashMap<>();
        try (BufferedReader reader = Files.newBufferedReader(installed, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.length() < 2 || line.charAt(1) != ':') {
                    fields.clear();
                    continue;
                }
                fields.put(line.substring(0, 1), line.substring(2));
                Path file = line.startsWith("R:") ? wanted.get("/" + fields.get("F") + "/" + fields.get("R")) : null;
                if (file != null) {
                    owners.put(file, of("apk", fields.get("P"), fields.get("V"), fields.get("A")));
                }
            }
        }
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
    private static Optional<Map<String, String>> find(Path file, Predicate<Map<String, String>> wanted)
            throws IOException {
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
            } catch (IOException | UncheckedIOException unknown) {
                osRelease.clear();
            }
        }
        return osRelease;
    }
}
