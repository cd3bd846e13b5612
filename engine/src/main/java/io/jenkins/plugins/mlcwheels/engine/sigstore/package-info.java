/**
 * Signatures by a certificate that a Sigstore service issued for minutes: who signed, and what proves when. Verification
 * only, offline, against a trusted root that the caller names.
 */
package io.jenkins.plugins.mlcwheels.engine.sigstore;
