package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.ProgressListener;
import io.jenkins.plugins.mlcwheels.engine.Timing;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubReleaseHost;
import io.jenkins.plugins.mlcwheels.engine.github.GitHubRepository;
import io.jenkins.plugins.mlcwheels.engine.http.Certificates;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.ProxySettings;
import io.jenkins.plugins.mlcwheels.engine.http.TransferRate;
import io.jenkins.plugins.mlcwheels.engine.registry.GhcrCatalog;
import io.jenkins.plugins.mlcwheels.engine.registry.ImageRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How GitHub is reached: address, token, proxy and trust. */
final class GitHubConnection {

    /** The one place that a token is taken from, so that it shows in no list of processes. */
    private static final String TOKEN = "GITHUB_TOKEN";

    @Option(
            names = "--api",
            paramLabel = "URL",
            description =
                    "Address of the API of a GitHub Enterprise Server, such as https://github.example.org/api/v3.")
    private URI api;

    @Option(
            names = "--ca-cert",
            paramLabel = "FILE",
            description = "Certificates (PEM) to trust beside those of the Java runtime.")
    private Path certificates;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "HTTP proxy, such as http://proxy.example.org:3128; by default what the environment names"
                    + " in HTTPS_PROXY and NO_PROXY, where it may have a user and a password.")
    private String proxy;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            defaultValue = "6h",
            description = "Limit for everything together, such as 30m or 6h; by default ${DEFAULT-VALUE}.")
    private Duration deadline;

    /** @param permission that the token needs, for people */
    GitHubReleaseHost host(
            String repository,
            String permission,
            Map<String, String> environment,
            Timing timing,
            ProgressListener progress)
            throws IOException {
        GitHubRepository target = GitHubRepository.parse(api == null ? GitHubRepository.PUBLIC_API : api, repository);
        return new GitHubReleaseHost(target, options(target.api(), permission, environment), timing, progress);
    }

    /** For uploads, with {@code Contents: write}. */
    GitHubReleaseHost uploadHost(
            String repository,
            TransferRate slowest,
            Map<String, String> environment,
            Timing timing,
            ProgressListener progress)
            throws IOException {
        GitHubRepository target = GitHubRepository.parse(api == null ? GitHubRepository.PUBLIC_API : api, repository);
        HttpOptions options =
                options(target.api(), "Contents: write", environment).withMinRate(slowest);
        return new GitHubReleaseHost(target, options, timing, progress);
    }

    /** @param permission that the token needs, for people */
    GhcrCatalog images(
            String repository,
            String permission,
            Map<String, String> environment,
            Timing timing,
            ProgressListener progress)
            throws IOException {
        ImageRepository target = ImageRepository.parse(repository, Optional.ofNullable(api));
        return new GhcrCatalog(target, options(target.api(), permission, environment), timing, progress);
    }

    /** For files that anybody may read; no token is sent. */
    HttpOptions anonymous(String address, Map<String, String> environment) throws IOException {
        return connected(HttpOptions.of(() -> "").withDeadline(deadline), URI.create(address), environment);
    }

    private HttpOptions options(URI server, String permission, Map<String, String> environment) throws IOException {
        String token = environment.getOrDefault(TOKEN, "");
        if (token.isEmpty()) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    TOKEN + " is not set",
                    "Put a token with the permission " + permission + " into this environment variable.");
        }
        return connected(HttpOptions.of(() -> token).withDeadline(deadline), server, environment);
    }

    private HttpOptions connected(HttpOptions unconnected, URI server, Map<String, String> environment)
            throws IOException {
        HttpOptions options = unconnected;
        Optional<ProxySettings> way = ProxySettings.of(proxy, environment, server);
        if (way.flatMap(ProxySettings::authorization).isPresent()) {
            allowPasswordsToProxies();
        }
        options = way.map(options::withProxy).orElse(options);
        return certificates == null ? options : options.withTls(Certificates.trusting(certificates));
    }

    /** Java sends none to a proxy that tunnels TLS unless told before its HTTP client is first used. */
    private static void allowPasswordsToProxies() {
        String schemes = "jdk.http.auth.tunneling.disabledSchemes";
        System.setProperty(schemes, System.getProperty(schemes, ""));
    }

    /** Reads 90s, 30m and 6h. */
    static final class DurationConverter implements ITypeConverter<Duration> {

        private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([smh])");

        @Override
        public Duration convert(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException("'" + text + "' is no time; use 90s, 30m or 6h");
            }
            long number = Long.parseLong(parts.group(1));
            return switch (parts.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        }
    }
}
