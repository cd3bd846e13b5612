/**
 * Names and contents of a wheel (PEP 427, 425, 600, 503): strict parsing, strict reading, deterministic rewriting.
 */
package io.jenkins.plugins.mlcwheels.engine.wheel;
