/** Linux: ELF files, and the manylinux and musllinux policies. */
package io.jenkins.plugins.mlcwheels.engine.platform.linux;
