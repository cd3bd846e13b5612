/**
 * A compressor for deflate streams (RFC 1951) whose bytes depend on content, level and version only. The compressor of
 * the Java platform is another one from machine to machine, so that equal wheels would get unequal bytes.
 */
package io.jenkins.plugins.mlcwheels.engine.deflate;
