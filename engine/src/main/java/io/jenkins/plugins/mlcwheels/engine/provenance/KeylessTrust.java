package io.jenkins.plugins.mlcwheels.engine.provenance;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.sigstore.KeylessException;
import io.jenkins.plugins.mlcwheels.engine.sigstore.Signer;
import io.jenkins.plugins.mlcwheels.engine.sigstore.TrustedRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Whose signature counts that has no key of its own, but a certificate for minutes.
 *
 * @param root whom to believe who somebody was, and when
 * @param identity that the certificate has to have, to the letter
 * @param issuer the address of the identity provider that has to have vouched for it
 */
public record KeylessTrust(TrustedRoot root, String identity, String issuer) {

    public KeylessTrust {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(issuer, "issuer");
    }

    /**
     * @param trustedRoot a file with Sigstore's trusted root in JSON
     * @throws EngineException if the file can't be used; names it
     */
    public static KeylessTrust read(Path trustedRoot, String identity, String issuer) throws IOException {
        byte[] json = SmallFile.read(trustedRoot, BundleJson.LARGEST);
        try {
            return new KeylessTrust(TrustedRoot.of(BundleJson.read(json, "is")), identity, issuer);
        } catch (InvalidBundleException e) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    trustedRoot + " is no trusted root in JSON",
                    "Name the trusted_root.json of the Sigstore instance that signed.");
        } catch (EngineException e) {
            throw new EngineException(EngineException.Kind.INPUT, trustedRoot + ": " + e.getMessage(), e.suggestion());
        }
    }

    /** Whether this signer, and nobody else, signed a bundle that has a certificate. */
    Check check(Bundle bundle) {
        try {
            Signer signer = bundle.signer(root);
            return Check.equal("signature", text(identity, issuer), text(signer.identity(), signer.issuer()));
        } catch (KeylessException e) {
            return new Check("signature", text(identity, issuer), e.getMessage(), false);
        }
    }

    private static String text(String identity, String issuer) {
        return "by " + identity + ", says " + issuer;
    }
}
