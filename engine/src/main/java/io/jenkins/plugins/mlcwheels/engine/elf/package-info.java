/** Bounds-checked reader of what the dynamic loader sees of an ELF file, whole or as a stream. */
package io.jenkins.plugins.mlcwheels.engine.elf;
