package io.jenkins.plugins.mlcwheels.cli;

import io.jenkins.plugins.mlcwheels.engine.provenance.KeyAlgorithm;
import io.jenkins.plugins.mlcwheels.engine.provenance.PemKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Makes a pair of keys to sign with. */
@Command(
        name = "keygen",
        description = "Makes a pair of keys: the private one in FILE, which nobody else can read, the public one in"
                + " FILE.pub. Overwrites nothing.",
        footer = "Exit code: 0 all is well, 2 a file is there already, or can't be written.",
        mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Gets the private key.")
    private Path file;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            converter = AlgorithmConverter.class,
            defaultValue = "ecdsa-p256",
            description = "ecdsa-p256 or ed25519; default: ${DEFAULT-VALUE}.")
    private KeyAlgorithm algorithm;

    @Mixin
    private KeyPassphrase passphrase;

    @Spec
    private CommandSpec spec;

    /** Reads the names that keys are printed with. */
    static final class AlgorithmConverter implements ITypeConverter<KeyAlgorithm> {
        @Override
        public KeyAlgorithm convert(String text) {
            return switch (text) {
                case "ecdsa-p256" -> KeyAlgorithm.ECDSA_P256;
                case "ed25519" -> KeyAlgorithm.ED25519;
                default -> throw new TypeConversionException("'" + text + "' is neither ecdsa-p256 nor ed25519");
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        Path publicFile = file.resolveSibling(file.getFileName() + ".pub");
        for (Path there : new Path[] {file, publicFile}) {
            if (Files.exists(there)) {
                throw new FileAlreadyExistsException(there.toString());
            }
        }
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        char[] secret = passphrase.readNew(System.getenv(), System.console());
        PemKey key = PemKey.generate(algorithm);
        writePrivate(key.toPem(secret));
        Files.writeString(publicFile, key.publicKey().toPem(), StandardOpenOption.CREATE_NEW);
        PrintWriter out = spec.commandLine().getOut();
        out.println("private key: " + file + (secret.length == 0 ? " (not encrypted: whoever reads it can sign)" : ""));
        out.println("public key:  " + publicFile);
        out.println("key id:      " + key.publicKey().id());
        out.flush();
        return ExitCode.OK.code();
    }

    private void writePrivate(String pem) throws IOException {
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (SeekableByteChannel channel = Files.newByteChannel(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), onlyOwner)) {
            ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
