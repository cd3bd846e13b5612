/**
 * The command line {@code mlc-wheels}: one class per command, each of which parses its options, calls the engine and
 * prints the outcome. Exit codes are those of {@link io.jenkins.plugins.mlcwheels.cli.ExitCode}.
 */
package io.jenkins.plugins.mlcwheels.cli;
