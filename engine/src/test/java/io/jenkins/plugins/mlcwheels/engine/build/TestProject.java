package io.jenkins.plugins.mlcwheels.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Python project without CMake whose backend lies in the tree and packs a wheel in a moment. */
final class TestProject {

    static final String PYPROJECT = """
        [build-system]
        requires = []
        build-backend = "backend"
        backend-path = ["."]

        [project]
        name = "Plain.Project"
        version = "0.0.1"

        [tool.ruff]
        target-version = "py38"
        """;

    private static final String BACKEND = """
        import json, os, re, time, zipfile

        def field(key):
            return re.search('^%s = "(.*)"$' % key, open("pyproject.toml").read(), re.M).group(1)

        def version():
            told = os.environ.get("SETUPTOOLS_SCM_PRETEND_VERSION_FOR_PLAIN_PROJECT")
            return os.environ.get("WRONG_VERSION") or told or field("version")

        def info():
            return "%s-%s.dist-info" % (re.sub("[-.]", "_", field("name")).lower(), version())

        def metadata():
            return "Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n" % (field("name"), version())

        def prepare_metadata_for_build_wheel(directory, config_settings=None):
            os.mkdir(os.path.join(directory, info()))
            open(os.path.join(directory, info(), "METADATA"), "w").write(metadata())
            return info()

        def build_wheel(directory, config_settings=None, metadata_directory=None):
            if os.path.exists("made-before"):
                config_settings = dict(config_settings or {}, before=open("made-before").read())
            print(os.environ.get("BUILD_SAYS", ""), flush=True)
            time.sleep(float(os.environ.get("BUILD_TAKES", "0")))
            name = info().replace(".dist-info", "") + "-py3-none-any.whl"
            with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
                wheel.writestr("settings.json", json.dumps(config_settings, sort_keys=True))
                wheel.writestr(info() + "/METADATA", metadata())
                wheel.writestr(info() + "/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
                wheel.writestr(info() + "/RECORD", "")
            return name
        """;

    private TestProject() {}

    static Path in(Path directory) throws IOException {
        return in(directory, PYPROJECT);
    }

    static Path in(Path directory, String pyproject) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("pyproject.toml"), pyproject);
        Files.writeString(directory.resolve("backend.py"), BACKEND);
        return directory;
    }
}
