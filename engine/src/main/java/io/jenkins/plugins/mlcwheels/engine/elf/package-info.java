/**
 * Bounds-checked reader of what the dynamic loader sees of an ELF file, and the patcher that changes it.
 */
package io.jenkins.plugins.mlcwheels.engine.elf;
