package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;

/** Private keys as PEM text (PKCS#8), encrypted with a passphrase (PBES2, AES-256) or not. */
final class PrivateKeyFile {

    private static final String PLAIN = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";
    private static final String CIPHER = "PBEWithHmacSHA256AndAES_256";
    private static final int ITERATIONS = 600_000;
    private static final int BLOCK = 16;

    /** The object identifier of PBES2, 1.2.840.113549.1.5.13, in DER. */
    private static final byte[] PBES2 = {6, 9, 42, (byte) 134, 72, (byte) 134, (byte) 247, 13, 1, 5, 13};

    private PrivateKeyFile() {}

    /**
     * The key in PKCS#8.
     *
     * @param passphrase empty if there is none
     * @throws UnusableKeyException if it can't be read, or the passphrase is missing or wrong
     */
    static byte[] read(String pem, char[] passphrase) {
        Pem.Block block = Pem.first(pem)
                .orElseThrow(() -> new UnusableKeyException(
                        "there is no private key in PEM form",
                        "Make one with mlc-wheels keygen, or: openssl genpkey -algorithm ed25519."));
        return switch (block.label()) {
            case PLAIN -> block.der();
            case ENCRYPTED -> decrypt(block.der(), passphrase);
            case "PUBLIC KEY" ->
                throw new UnusableKeyException(
                        "this is a public key; signing wants the private one", "Name the file without .pub.");
            default ->
                throw new UnusableKeyException(
                        "this is a PEM block of '" + block.label() + "', not a key in PKCS#8",
                        "Convert it: openssl pkcs8 -topk8 -in FILE -out NEW.");
        };
    }

    private static byte[] decrypt(byte[] der, char[] passphrase) {
        if (passphrase.length == 0) {
            throw new UnusableKeyException(
                    "the private key is encrypted, and there is no passphrase",
                    "Give it in the environment variable MLC_WHEELS_KEY_PASSPHRASE, or in a file.");
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // Java names the scheme with its digest and cipher only where it prints the parameters.
            AlgorithmParameters parameters = info.getAlgParameters();
            String name = info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13")
                    ? parameters.toString()
                    : info.getAlgName();
            Cipher cipher = Cipher.getInstance(name);
            cipher.init(Cipher.DECRYPT_MODE, secret(name, passphrase), parameters);
            return cipher.doFinal(info.getEncryptedData());
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new UnusableKeyException(
                    "the private key can't be decrypted", "Check the passphrase; PBES2 with AES can be read.");
        }
    }

    /** @param passphrase empty for a key that is not encrypted */
    static String print(byte[] pkcs8, char[] passphrase) {
        return passphrase.length == 0 ? Pem.print(PLAIN, pkcs8) : Pem.print(ENCRYPTED, encrypt(pkcs8, passphrase));
    }

    private static byte[] encrypt(byte[] pkcs8, char[] passphrase) {
        try {
            byte[] salt = random();
            byte[] first = random();
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    secret(CIPHER, passphrase),
                    new PBEParameterSpec(salt, ITERATIONS, new IvParameterSpec(first)));
            byte[] parameters = cipher.getParameters().getEncoded();
            // Some versions of Java print the parameters alone, others together with the scheme.
            boolean whole = Arrays.equals(parameters, 2, 2 + PBES2.length, PBES2, 0, PBES2.length);
            return der(0x30, whole ? parameters : der(0x30, PBES2, parameters), der(4, cipher.doFinal(pkcs8)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + CIPHER, e);
        }
    }

    /** As many bytes as a key of AES-128 has. */
    private static byte[] random() throws GeneralSecurityException {
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(BLOCK * Byte.SIZE);
        return generator.generateKey().getEncoded();
    }

    private static SecretKey secret(String algorithm, char[] passphrase) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(passphrase);
        try {
            return SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
        } finally {
            spec.clearPassword();
        }
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(tag);
        if (length < 0x80) {
            bytes.write(length);
        } else {
            bytes.write(0x82);
            bytes.write(length >> 8);
            bytes.write(length);
        }
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
