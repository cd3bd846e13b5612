/** Bytes of files that come as a stream, read at any offset within bounds. */
package io.jenkins.plugins.mlcwheels.engine.bytes;
