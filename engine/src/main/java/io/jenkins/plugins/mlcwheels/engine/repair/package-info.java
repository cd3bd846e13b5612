/**
 * Makes a linux wheel a manylinux one: grafts external libraries, retags, rewrites.
 */
package io.jenkins.plugins.mlcwheels.engine.repair;
