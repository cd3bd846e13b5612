/** What the macOS loader sees of a Mach-O file: a bounds-checked reader. */
package io.jenkins.plugins.mlcwheels.engine.macho;
