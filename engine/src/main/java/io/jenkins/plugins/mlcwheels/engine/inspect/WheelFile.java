package io.jenkins.plugins.mlcwheels.engine.inspect;

/**
 * A file of a wheel.
 *
 * @param path as in the archive
 * @param size in bytes
 * @param compressedSize in bytes, in the archive
 * @param sha256 of its content in hexadecimal; empty if the content can't be read
 */
public record WheelFile(String path, long size, long compressedSize, String sha256) {}
