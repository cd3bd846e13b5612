/** macOS: Mach-O files, the oldest macOS that they run on, and who brings the libraries that they need. */
package io.jenkins.plugins.mlcwheels.engine.platform.macos;
