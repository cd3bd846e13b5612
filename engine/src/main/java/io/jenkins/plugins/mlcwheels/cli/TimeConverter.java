package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.build.InvalidBuildRequestException;
import io.jenkins.plugins.mlcwheels.engine.build.TimeLimit;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads 90, 90s, 30m and 2h. */
final class TimeConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            return TimeLimit.parse(text);
        } catch (InvalidBuildRequestException e) {
            throw new TypeConversionException("'" + text + "' is not a time; use 90m, 2h, or seconds");
        }
    }
}
