package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A private key on a token or in a hardware module that has a PKCS#11 library. The key never leaves it. Java finds a
 * private key there only if a certificate of the same label and id lies beside it; one that the key itself signed will do.
 */
public final class Pkcs11Key implements SigningKey {

    /** How an address of such a key begins (RFC 7512). */
    public static final String SCHEME = "pkcs11:";

    private static final Set<String> KNOWN = Set.of("object", "slot-id", "module-path");

    private final Provider provider;
    private final PrivateKey key;
    private final TrustedKey publicKey;

    private Pkcs11Key(Provider provider, PrivateKey key, TrustedKey publicKey) {
        this.provider = provider;
        this.key = key;
        this.publicKey = publicKey;
    }

    /**
     * Opens one.
     *
     * @param address such as {@code pkcs11:object=LABEL;slot-id=0?module-path=/usr/lib/softhsm/libsofthsm2.so}; without a
     *     slot it is the first that has a token
     * @param pin of the token; not kept
     * @throws UnusableKeyException if the address is none, or there is no such key
     */
    public static Pkcs11Key open(String address, char[] pin) {
        Map<String, String> parts = parse(address);
        Provider provider = provider(parts);
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            String label = parts.get("object");
            Key key = store.getKey(label, null);
            Certificate certificate = store.getCertificate(label);
            if (!(key instanceof PrivateKey found) || certificate == null) {
                throw new UnusableKeyException(
                        "the token has no key '" + label + "' with a certificate",
                        "Store a certificate of the same label and id beside the key; see docs/provenance.md.");
            }
            return new Pkcs11Key(provider, found, TrustedKey.of(certificate.getPublicKey()));
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            throw new UnusableKeyException(
                    "the token can't be opened", "Check the slot, and the PIN in MLC_WHEELS_KEY_PASSPHRASE.");
        }
    }

    private static Map<String, String> parse(String address) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : address.substring(SCHEME.length()).split("[;?&]")) {
            String[] pair = part.split("=", 2);
            if (pair.length != 2 || !KNOWN.contains(pair[0])) {
                throw malformed("'" + pair[0] + "' can't stand in it");
            }
            parts.put(pair[0], URLDecoder.decode(pair[1].replace("+", "%2B"), StandardCharsets.UTF_8));
        }
        if (!parts.containsKey("object") || !parts.containsKey("module-path")) {
            throw malformed("it names no object or no module-path");
        }
        if (parts.values().stream().anyMatch(value -> value.chars().anyMatch(c -> c < ' ' || c == '"'))) {
            throw malformed("it has a quote or a control character");
        }
        return parts;
    }

    private static UnusableKeyException malformed(String problem) {
        return new UnusableKeyException(
                "the address of the key can't be used: " + problem,
                "Write it as pkcs11:object=LABEL;slot-id=0?module-path=/path/of/library.so.");
    }

    private static Provider provider(Map<String, String> parts) {
        String slot = parts.containsKey("slot-id") ? "slot = " + parts.get("slot-id") : "slotListIndex = 0";
        Provider java = Security.getProvider("SunPKCS11");
        try {
            return java.configure(
                    "--name = mlc-wheels\nlibrary = \"" + parts.get("module-path") + "\"\n" + slot + "\n");
        } catch (RuntimeException e) {
            throw new UnusableKeyException(
                    "the PKCS#11 library '" + parts.get("module-path") + "' can't be used",
                    "Check the path and the slot.");
        }
    }

    @Override
    public TrustedKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signer = Signature.getInstance(publicKey.signatureAlgorithm(), provider);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException | ProviderException e) {
            throw new UnusableKeyException("the token does not sign", "Check that its key may sign.");
        }
    }

    /** Nothing of the private key. */
    @Override
    public String toString() {
        return "key on a token, " + publicKey;
    }
}
