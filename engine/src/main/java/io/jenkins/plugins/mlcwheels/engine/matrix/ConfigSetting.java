package io.jenkins.plugins.mlcwheels.engine.matrix;

/**
 * A setting for the build backend (PEP 517). A key may come more than once.
 *
 * @param value with placeholders
 */
public record ConfigSetting(String key, String value) {

    /** As after {@code -C}. */
    @Override
    public String toString() {
        return key + "=" + value;
    }
}
