package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import io.jenkins.plugins.mlcwheels.engine.http.TransferRate;
import io.jenkins.plugins.mlcwheels.engine.packageindex.IndexCredentials;
import io.jenkins.plugins.mlcwheels.engine.packageindex.IndexUploader;
import io.jenkins.plugins.mlcwheels.engine.packageindex.PackageIndex;
import io.jenkins.plugins.mlcwheels.engine.packageindex.Pypirc;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which package index, and who uploads; as twine reads them, from the environment and a .pypirc. */
final class IndexTarget {

    @ArgGroup
    private Place place;

    /** At most one. */
    private static final class Place {
        @Option(
                names = "--index-upload",
                paramLabel = "URL",
                description = "Upload to the package index that takes files at this address.")
        private URI address;

        @Option(names = "--pypi", description = "Upload to PyPI.")
        private boolean pypi;

        @Option(names = "--testpypi", description = "Upload to TestPyPI.")
        private boolean testpypi;

        @Option(
                names = "--pypirc-section",
                paramLabel = "NAME",
                description = "Upload to the index that this section of the .pypirc names.")
        private String section;
    }

    @Option(
            names = "--index-simple",
            paramLabel = "URL",
            description = "Where the index lists files; by default simple/ below --index-upload. devpi: .../+simple/.")
    private URI simple;

    @Option(
            names = "--pypirc",
            paramLabel = "FILE",
            description = "By default ~/.pypirc. TWINE_USERNAME, TWINE_PASSWORD and TWINE_REPOSITORY_URL go before it.")
    private Path pypirc;

    @Option(
            names = "--password-command",
            paramLabel = "COMMAND",
            description = "Runs without a shell; the first line that it prints is the password, such as that of"
                    + " 'keyring get https://upload.pypi.org/legacy/ __token__'.")
    private String passwordCommand;

    @Option(
            names = "--max-size",
            paramLabel = "BYTES",
            converter = SizeConverter.class,
            description =
                    "The largest file that the index takes, such as 1000000000, 1000M or 1G; for PyPI 100 MiB unless"
                            + " the project was granted more.")
    private Long maxSize;

    @Option(names = "--md5", description = "Send MD5 digests too, for an index that asks for them.")
    private boolean md5;

    /** Reads 1000000, 1000k, 1000M and 1G, in decimal units. */
    static final class SizeConverter implements ITypeConverter<Long> {

        private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([kMG]?)|([0-9]{1,15})");

        @Override
        public Long convert(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException("'" + text + "' is not a size; use bytes, 1000k, 1000M or 1G");
            }
            if (parts.group(3) != null) {
                return Long.parseLong(parts.group(3));
            }
            long unit =
                    switch (parts.group(2)) {
                        case "k" -> 1_000;
                        case "M" -> 1_000_000;
                        case "G" -> 1_000_000_000;
                        default -> 1;
                    };
            return Long.parseLong(parts.group(1)) * unit;
        }
    }

    /** Whether an index was named on the command line. */
    boolean isGiven() {
        return place != null;
    }

    /** @throws EngineException if none was named, or nobody to upload */
    IndexUploader uploader(
            NetworkOptions network,
            TransferRate slowest,
            Map<String, String> environment,
            Timing timing,
            ProgressListener progress)
            throws IOException {
        Pypirc file = read(environment);
        String section = section(file, environment);
        PackageIndex index = index(file, section, environment);
        Optional<IndexCredentials> who = credentials(index, file, section, environment);
        boolean plain = "http".equalsIgnoreCase(index.upload().getScheme()) && !Origin.isLoopback(index.upload());
        if (who.isPresent() && plain) {
            progress.on(new ProgressListener.Notice(
                    index + " is reached without TLS: everybody on the way can read the password", true));
        }
        String secret = who.map(IndexCredentials::password).orElse("");
        HttpOptions options =
                network.options(index.upload(), () -> secret, environment).withMinRate(slowest);
        return new IndexUploader(index, who, options, timing, progress, md5);
    }

    private Pypirc read(Map<String, String> environment) throws IOException {
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", ""));
        Path path = pypirc != null ? pypirc : Path.of(home, ".pypirc");
        if (pypirc == null && !Files.isRegularFile(path)) {
            return Pypirc.parse(".pypirc", "");
        }
        return Pypirc.parse(path.toString(), new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
    }

    private String section(Pypirc file, Map<String, String> environment) {
        if (place == null) {
            String address = environment.getOrDefault("TWINE_REPOSITORY_URL", "");
            return address.isEmpty()
                    ? environment.getOrDefault("TWINE_REPOSITORY", "")
                    : file.sectionOf(address).orElse("");
        }
        if (place.section != null) {
            return place.section;
        }
        return place.address != null
                ? file.sectionOf(place.address.toString()).orElse("")
                : place.pypi ? "pypi" : "testpypi";
    }

    private PackageIndex index(Pypirc file, String section, Map<String, String> environment) {
        PackageIndex index = place != null && place.pypi
                ? PackageIndex.PYPI
                : place != null && place.testpypi
                        ? PackageIndex.TESTPYPI
                        : PackageIndex.of(address(file, section, environment), Optional.ofNullable(simple));
        if (simple != null) {
            index = index.listedAt(simple);
        }
        return maxSize == null ? index : index.withLargest(maxSize);
    }

    private URI address(Pypirc file, String section, Map<String, String> environment) {
        if (place != null && place.address != null) {
            return place.address;
        }
        String given = place == null ? environment.getOrDefault("TWINE_REPOSITORY_URL", "") : "";
        if (!given.isEmpty()) {
            return uri(given, "TWINE_REPOSITORY_URL");
        }
        Optional<String> named = file.value(section, "repository");
        if (named.isPresent()) {
            return uri(named.get(), "the repository of [" + section + "] in the .pypirc");
        }
        if (section.equals("pypi") || section.equals("testpypi")) {
            return (section.equals("pypi") ? PackageIndex.PYPI : PackageIndex.TESTPYPI).upload();
        }
        throw new EngineException(
                EngineException.Kind.INPUT,
                section.isEmpty()
                        ? "no package index was named"
                        : "the .pypirc has no section [" + section + "] with a repository",
                "Name one with --index-upload URL, --pypi, --testpypi or --pypirc-section NAME.");
    }

    /** The address may have a password in it, so that it is not repeated. */
    private static URI uri(String text, String where) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    EngineException.Kind.INPUT, where + " is not an address", "Write it as https://HOST/PATH.");
        }
    }

    private Optional<IndexCredentials> credentials(
            PackageIndex index, Pypirc file, String section, Map<String, String> environment) {
        String user = environment.getOrDefault("TWINE_USERNAME", "");
        user = user.isEmpty() ? file.value(section, "username").orElse("") : user;
        String password = passwordCommand == null
                ? environment.getOrDefault("TWINE_PASSWORD", "")
                : PasswordCommand.run(passwordCommand);
        password = password.isEmpty() ? file.value(section, "password").orElse("") : password;
        if (password.isEmpty() && (index.pypi() || !user.isEmpty())) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "there is no password for " + index,
                    "Put it into TWINE_PASSWORD or the .pypirc, or name a --password-command.");
        }
        if (password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(IndexCredentials.of(user.isEmpty() ? "__token__" : user, password));
    }
}
