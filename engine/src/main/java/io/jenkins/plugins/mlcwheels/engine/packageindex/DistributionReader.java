package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.FileFailure;
import io.jenkins.plugins.mlcwheels.engine.Sha256;
import io.jenkins.plugins.mlcwheels.engine.finding.Finding;
import io.jenkins.plugins.mlcwheels.engine.version.Pep440Version;
import io.jenkins.plugins.mlcwheels.engine.wheel.CoreMetadata;
import io.jenkins.plugins.mlcwheels.engine.wheel.ProjectName;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelArchive;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelCheck;
import io.jenkins.plugins.mlcwheels.engine.zip.ArchiveEntry;
import io.jenkins.plugins.mlcwheels.engine.zip.BrokenArchiveException;
import io.jenkins.plugins.mlcwheels.engine.zip.EntryVisitor;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipArchive;
import io.jenkins.plugins.mlcwheels.engine.zip.ZipLimits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** Reads a wheel or source distribution, with its digests and all that is wrong with it. */
public final class DistributionReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._+!-]+");
    private static final int LARGEST_METADATA = 32 << 20;
    private static final long LARGEST_SOURCE = 16L << 30;
    private static final int CHUNK = 1 << 16;

    private final int threads;

    /** @param threads that check the entries of a wheel at the same time */
    public DistributionReader(int threads) {
        this.threads = threads;
    }

    /**
     * @throws InvalidDistributionException if it is neither, or can't be read
     * @throws EngineException if it is a wheel that can't be read
     */
    public Distribution read(Path path) throws IOException {
        Path name = path.getFileName();
        String text = name == null ? "" : name.toString();
        if (!Files.isRegularFile(path)) {
            if (Files.exists(path)) {
                throw new InvalidDistributionException(text, "is not a file");
            }
            throw new NoSuchFileException(path.toString());
        }
        if (!NAME.matcher(text).matches()) {
            throw new InvalidDistributionException(
                    text, "has a character in its name that no index takes; letters, digits and ._+!- may be there");
        }
        if (text.endsWith(".whl")) {
            return wheel(path, text);
        }
        String stem = text.endsWith(".tar.gz")
                ? text.substring(0, text.length() - 7)
                : text.endsWith(".zip") ? text.substring(0, text.length() - 4) : "";
        int dash = stem.lastIndexOf('-');
        if (dash < 1 || dash == stem.length() - 1) {
            throw new InvalidDistributionException(
                    text, "is neither named as a wheel nor as a source distribution (NAME-VERSION.tar.gz)");
        }
        return source(path, text, stem);
    }

    private Distribution wheel(Path path, String name) throws IOException {
        try (WheelArchive archive = WheelArchive.open(path)) {
            CoreMetadata metadata = archive.metadata();
            String where = archive.distInfo() + "/METADATA";
            byte[] content = archive.read(archive.entry(where).orElseThrow(), LARGEST_METADATA);
            List<UploadProblem> problems = new ArrayList<>();
            for (Finding finding :
                    WheelCheck.run(archive, EntryVisitor.NONE, threads).findings()) {
                if (finding.isError()) {
                    problems.add(new UploadProblem(
                            "'" + name + "': " + (finding.where().equals(name) ? "" : finding.where() + ": ")
                                    + finding.message() + " [" + finding.code() + "]",
                            "Build the wheel again; see mlc-wheels audit."));
                }
            }
            String python = String.join(".", archive.filename().pythonTags());
            return distribution(path, name, metadata, content, "bdist_wheel", python, problems);
        }
    }

    private Distribution source(Path path, String name, String stem) throws IOException {
        byte[] content = packageInfo(path, name, stem)
                .orElseThrow(() -> new InvalidDistributionException(name, "has no " + stem + "/PKG-INFO"));
        CoreMetadata metadata = CoreMetadata.parse(name + "/" + stem + "/PKG-INFO", content);
        List<UploadProblem> problems = new ArrayList<>();
        int dash = stem.lastIndexOf('-');
        String rebuild = "Build it again with a build backend that follows PEP 625.";
        if (!ProjectName.isValid(metadata.name())) {
            problems.add(new UploadProblem("'" + name + "': Name '" + metadata.name() + "' is not a name", rebuild));
        } else if (!ProjectName.isSame(stem.substring(0, dash), metadata.name())) {
            problems.add(new UploadProblem(
                    "'" + name + "' is named otherwise than its PKG-INFO says: " + metadata.name(), rebuild));
        }
        if (Pep440Version.tryParse(metadata.version()).isEmpty()) {
            problems.add(new UploadProblem(
                    "'" + name + "': '" + metadata.version() + "' is not a version as PEP 440 defines them", rebuild));
        } else if (!Pep440Version.isSame(stem.substring(dash + 1), metadata.version())) {
            problems.add(new UploadProblem(
                    "'" + name + "' has another version than its PKG-INFO: " + metadata.version(), rebuild));
        }
        if (!MetadataForm.isKnown(metadata.metadataVersion())) {
            problems.add(new UploadProblem(
                    "'" + name + "': Metadata-Version '" + metadata.metadataVersion() + "' is unknown", rebuild));
        }
        return distribution(path, name, metadata, content, "sdist", "source", problems);
    }

    private static Optional<byte[]> packageInfo(Path path, String name, String stem) throws IOException {
        String wanted = stem + "/PKG-INFO";
        if (name.endsWith(".zip")) {
            try (ZipArchive zip = ZipArchive.open(path, name, ZipLimits.DEFAULT)) {
                Optional<ArchiveEntry> entry = zip.entry(wanted);
                return entry.isEmpty() ? Optional.empty() : Optional.of(zip.read(entry.get(), LARGEST_METADATA));
            } catch (BrokenArchiveException e) {
                throw new InvalidDistributionException(name, e.reason(), e);
            }
        }
        try (InputStream file = Files.newInputStream(path)) {
            return inTar(file, name, wanted);
        }
    }

    private static Optional<byte[]> inTar(InputStream file, String name, String wanted) {
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(file, CHUNK), CHUNK)) {
            return TarMember.find(in, wanted, LARGEST_METADATA, LARGEST_SOURCE);
        } catch (IOException e) {
            throw new InvalidDistributionException(
                    name, "can't be read: " + (e.getMessage() == null ? "it ends in the middle" : e.getMessage()), e);
        }
    }

    private static Distribution distribution(
            Path path,
            String name,
            CoreMetadata metadata,
            byte[] content,
            String type,
            String python,
            List<UploadProblem> problems)
            throws IOException {
        MessageDigest sha256 = Sha256.digest();
        MessageDigest md5 = digest("MD5");
        Blake2b blake2 = Blake2b.ofLength(32);
        long size = 0;
        try (InputStream in = Files.newInputStream(path)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                sha256.update(chunk, 0, read);
                md5.update(chunk, 0, read);
                blake2.update(chunk, 0, read);
                size += read;
            }
        } catch (IOException e) {
            throw FileFailure.of(path, e);
        }
        HexFormat hex = HexFormat.of();
        return new Distribution(
                path,
                name,
                size,
                metadata.name(),
                metadata.normalizedName(),
                metadata.version(),
                type,
                python,
                hex.formatHex(sha256.digest()),
                blake2.hex(),
                hex.formatHex(md5.digest()),
                MetadataForm.fields(metadata, content),
                problems);
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
