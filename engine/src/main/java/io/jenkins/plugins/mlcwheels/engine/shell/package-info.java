/**
 * Quoting for POSIX shells, script assembly, and running a script as a cancellable process tree.
 */
package io.jenkins.plugins.mlcwheels.engine.shell;
