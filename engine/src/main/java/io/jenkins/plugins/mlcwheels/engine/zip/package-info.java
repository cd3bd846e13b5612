/** ZIP archives: strict reading, deterministic writing. */
package io.jenkins.plugins.mlcwheels.engine.zip;
