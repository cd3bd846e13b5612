package io.jenkins.plugins.mlcwheels.steps;

import io.jenkins.plugins.mlcwheels.engine.elf.TestElf;
import io.jenkins.plugins.mlcwheels.engine.wheel.TestWheels;
import io.jenkins.plugins.mlcwheels.engine.wheel.WheelFilename;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Source trees of Python projects whose backend, instead of compiling, hands out a wheel that lies in the tree. */
public final class PackedProject {

    private static final String BACKEND = """
        import os, shutil, sys

        def build_wheel(directory, config_settings=None, metadata_directory=None):
            name = [file for file in os.listdir(".") if file.endswith(".whl")][0]
            print("backend at work", os.environ.get("FROM_OUTSIDE"), os.environ.get("FROM_STEP"), config_settings)
            shutil.copy(name, directory)
            return name
        """;

    private PackedProject() {}

    /** A project of that name, version 1.0, whose library any system can load. */
    public static Path good(Path parent, String name) throws IOException {
        return good(parent, name, "1.0");
    }

    /** The same of another version. */
    public static Path good(Path parent, String name, String version) throws IOException {
        return holding(
                parent.resolve(name), wheel(name, version, TestElf.x86_64().needed("libc.so.6")));
    }

    /** A project whose library needs a newer libc than there is. */
    public static Path tooNew(Path parent, String name) throws IOException {
        TestElf library = TestElf.x86_64().needed("libc.so.6").undefined("memcpy", "libc.so.6", "GLIBC_2.99");
        return holding(parent.resolve(name), wheel(name, "1.0", library));
    }

    /** A project without native code. */
    public static Path pure(Path parent, String name) throws IOException {
        return holding(
                parent.resolve(name),
                TestWheels.wheel(name, "1.0", "py3-none-any").purelib(true).file(name + "/__init__.py", ""));
    }

    private static TestWheels wheel(String name, String version, TestElf library) {
        return TestWheels.wheel(name, version, "py3-none-linux_x86_64")
                .file(name + "/__init__.py", "")
                .file(
                        name + "/lib" + name + ".so",
                        library.soname("lib" + name + ".so").build());
    }

    private static Path holding(Path project, TestWheels wheel) throws IOException {
        Files.createDirectories(project);
        wheel.writeTo(project);
        Files.writeString(project.resolve("backend.py"), BACKEND);
        WheelFilename name = WheelFilename.parse(wheel.filename());
        Files.writeString(project.resolve("pyproject.toml"), """
            [build-system]
            requires = []
            build-backend = "backend"
            backend-path = ["."]

            [project]
            name = "%s"
            version = "%s"
            """.formatted(name.normalizedName(), name.version()));
        return project;
    }
}
