/** Takes debug information and symbols out of ELF files, and puts them into files of their own. */
package io.jenkins.plugins.mlcwheels.engine.elf.strip;
