package io.jenkins.plugins.mlcwheels.agent;

import java.io.Serializable;

/**
 * What an agent reports of a source distribution.
 *
 * @param path relative to the workspace, parts separated by {@code /}
 * @param name of the project, normalised
 * @param version as its metadata has it
 * @param sha256 64 hexadecimal digits
 * @param size in bytes
 */
public record AgentSdist(String path, String name, String version, String sha256, long size) implements Serializable {}
