package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.http.Certificates;
import io.jenkins.plugins.mlcwheels.engine.http.HttpOptions;
import io.jenkins.plugins.mlcwheels.engine.http.ProxySettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The way to a server: proxy, trust and time. */
final class NetworkOptions {

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

    /**
     * @param server is talked to first
     * @param secret that the server is sent
     */
    HttpOptions options(URI server, Supplier<String> secret, Map<String, String> environment) throws IOException {
        HttpOptions options = HttpOptions.of(secret).withDeadline(deadline);
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
                throw new TypeConversionException("'" + text + "' is not a time; use 90s, 30m or 6h");
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
