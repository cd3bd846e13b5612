package io.jenkins.plugins.mlcwheels.steps;

import io.jenkins.plugins.mlcwheels.TestTools;
import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The source tree of a Python project with a table of cibuildwheel. Its backend packs a small library in a moment, for
 * the Python that builds or, where the file {@code form} says so, for all.
 */
public final class MatrixProject {

    private static final String BACKEND = """
        import base64, hashlib, io, os, re, sys, tarfile, zipfile

        VERSION = re.search('version = "(.*)"', open("pyproject.toml").read()).group(1)
        STEM = "matrix-" + VERSION
        METADATA = ("Metadata-Version: 2.1\\nName: matrix\\nVersion: %s\\n" % VERSION).encode()

        def build_wheel(directory, config_settings=None, metadata_directory=None):
            python = "cp%d%d" % sys.version_info[:2]
            every = os.path.exists("form")
            tag = ("py3-none" if every else python + "-" + python) + "-linux_" + os.uname().machine
            name = "%s-%s.whl" % (STEM, tag)
            info = STEM + ".dist-info/"
            files = {
                "matrix/__init__.py": b"FLAG = %r\\n" % os.environ.get("FLAG", "").encode(),
                "matrix/libcode.so": open("libcode.so", "rb").read(),
                info + "METADATA": METADATA,
                info + "WHEEL":
                    ("Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: false\\nTag: %s\\n" % tag).encode(),
            }
            record = ""
            with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
                for path, data in files.items():
                    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                    record += "%s,sha256=%s,%d\\n" % (path, digest, len(data))
                    wheel.writestr(path, data)
                wheel.writestr(info + "RECORD", record + info + "RECORD,,\\n")
            return name

        def build_sdist(directory, config_settings=None):
            with tarfile.open(os.path.join(directory, STEM + ".tar.gz"), "w:gz") as tar:
                for file in ["backend.py", "pyproject.toml", "libcode.so", "form"]:
                    if os.path.exists(file):
                        tar.add(file, STEM + "/" + file)
                info = tarfile.TarInfo(STEM + "/PKG-INFO")
                info.size = len(METADATA)
                tar.addfile(info, io.BytesIO(METADATA))
            return STEM + ".tar.gz"
        """;

    private MatrixProject() {}

    /** @param table lines below {@code [tool.cibuildwheel]} */
    public static Path in(Path project, String table) throws IOException {
        Files.createDirectories(project);
        Files.writeString(project.resolve("backend.py"), BACKEND);
        Files.write(
                project.resolve("libcode.so"),
                TestElf.x86_64().needed("libc.so.6").soname("libcode.so").build());
        Files.writeString(project.resolve("pyproject.toml"), """
            [build-system]
            requires = []
            build-backend = "backend"
            backend-path = ["."]

            [project]
            name = "matrix"
            version = "1.0"

            [tool.cibuildwheel]
            """ + table);
        return project;
    }

    /** Two Pythons of this machine, such as {@code cp311}; the test is skipped where there are not so many. */
    public static List<String> pythons() throws IOException {
        List<String> found = new ArrayList<>();
        for (int minor = 9; minor < 16; minor++) {
            if (TestTools.has("python3." + minor) || isOfPyenv("3." + minor + ".")) {
                found.add("cp3" + minor);
            }
        }
        TestTools.need(
                System.getProperty("os.arch").equals("amd64") && found.size() > 1, "two Pythons from 3.9, for x86_64");
        return found.subList(found.size() - 2, found.size());
    }

    private static boolean isOfPyenv(String version) throws IOException {
        String home = System.getenv().getOrDefault("HOME", "/");
        File versions = new File(System.getenv().getOrDefault("PYENV_ROOT", home + "/.pyenv"), "versions");
        if (!versions.isDirectory()) {
            return false;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(versions.toPath(), version + "*")) {
            return found.iterator().hasNext();
        }
    }
}
