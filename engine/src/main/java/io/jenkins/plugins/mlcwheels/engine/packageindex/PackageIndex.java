package io.jenkins.plugins.mlcwheels.engine.packageindex;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.http.Origin;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where an index takes files, and where it lists them.
 *
 * @param upload where files are posted to
 * @param simple where each project has a page, ends with a slash
 * @param name for people
 * @param pypi whether the rules of PyPI apply
 * @param largest file that it takes, in bytes; empty if that is not known
 */
public record PackageIndex(URI upload, URI simple, String name, boolean pypi, OptionalLong largest) {

    /** What PyPI takes unless a project was granted more. */
    private static final long PYPI_LARGEST = 100L << 20;

    /** The Python Package Index. */
    public static final PackageIndex PYPI = new PackageIndex(
            URI.create("https://upload.pypi.org/legacy/"),
            URI.create("https://pypi.org/simple/"),
            "PyPI",
            true,
            OptionalLong.of(PYPI_LARGEST));

    /** Its twin for trying out. */
    public static final PackageIndex TESTPYPI = new PackageIndex(
            URI.create("https://test.pypi.org/legacy/"),
            URI.create("https://test.pypi.org/simple/"),
            "TestPyPI",
            true,
            OptionalLong.of(PYPI_LARGEST));

    /**
     * @param upload the address that twine calls the repository
     * @param simple of its simple pages; by default {@code simple/} below the other address
     * @throws EngineException if an address can't be used
     */
    public static PackageIndex of(URI upload, Optional<URI> simple) {
        check(upload, "the package index");
        simple.ifPresent(address -> check(address, "the simple pages"));
        for (PackageIndex known : new PackageIndex[] {PYPI, TESTPYPI}) {
            if (Origin.of(upload).equals(Origin.of(known.upload))) {
                return simple.isPresent() ? known.listedAt(simple.get()) : known;
            }
        }
        URI listing = simple.orElseGet(() -> URI.create(withSlash(upload) + "simple/"));
        return new PackageIndex(
                upload, URI.create(withSlash(listing)), Origin.shown(upload), false, OptionalLong.empty());
    }

    private static String withSlash(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? text : text + "/";
    }

    private static void check(URI address, String what) {
        if (address.getRawUserInfo() != null) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "the address of " + what + " has a user or a password in it",
                    "Lists of processes show it: put them into TWINE_USERNAME and TWINE_PASSWORD.");
        }
        String scheme = String.valueOf(address.getScheme());
        boolean web = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
        if (!web || address.getHost() == null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new EngineException(
                    EngineException.Kind.INPUT,
                    "'" + Origin.shown(address) + "' is not an address of " + what,
                    "Write it as https://HOST/PATH, without a query.");
        }
    }

    /** The same, with its pages elsewhere. */
    public PackageIndex listedAt(URI address) {
        return new PackageIndex(upload, URI.create(withSlash(address)), name, pypi, largest);
    }

    /** @param bytes that a file may have at most */
    public PackageIndex withLargest(long bytes) {
        return new PackageIndex(upload, simple, name, pypi, OptionalLong.of(bytes));
    }

    /** The page of a project. */
    URI page(String normalizedName) {
        return simple.resolve(normalizedName + "/");
    }

    /** Whether an address may hear the password: it has the origin that files are sent to. */
    boolean mayHearPassword(URI address) {
        return Origin.of(address).equals(Origin.of(upload)) && address.getRawUserInfo() == null;
    }

    @Override
    public String toString() {
        return name;
    }
}
