/**
 * The port of platforms: what the audit asks of Linux, Windows, macOS and those to come. Each platform is one value,
 * in a package below this one.
 */
package io.jenkins.plugins.mlcwheels.engine.platform;
