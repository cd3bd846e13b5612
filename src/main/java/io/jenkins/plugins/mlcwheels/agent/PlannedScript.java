package io.jenkins.plugins.mlcwheels.agent;

import java.io.Serializable;
import java.util.LinkedHashMap;

/**
 * A script that an agent decided on.
 *
 * @param text of the bash script, free of values from outside
 * @param environment these values
 */
public record PlannedScript(String text, LinkedHashMap<String, String> environment) implements Serializable {}
