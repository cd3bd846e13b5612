/** Changes names, needed libraries and search paths in ELF files. */
package io.jenkins.plugins.mlcwheels.engine.elf.patch;
