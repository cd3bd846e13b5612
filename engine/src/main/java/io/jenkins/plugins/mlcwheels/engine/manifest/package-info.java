/**
 * Records that travel with wheels: checksums, the build manifest, bills of materials.
 */
package io.jenkins.plugins.mlcwheels.engine.manifest;
