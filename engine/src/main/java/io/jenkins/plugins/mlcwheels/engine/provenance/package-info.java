/**
 * Signed statements about files: what a wheel was built from and how it was checked (in-toto, SLSA), in Sigstore bundles
 * that are signed with a key, and their verification. Nothing here reads a wheel: digests and facts are handed in.
 */
package io.jenkins.plugins.mlcwheels.engine.provenance;
