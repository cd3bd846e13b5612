package io.jenkins.plugins.mlcwheels.engine.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A program that takes the place of {@code docker}. It notes the environment that it was given, and runs what is to run
 * in the container right here, with no variables but those of its {@code --env} options and with the places that
 * {@code --mount} options name.
 */
final class ContainerStandIn {

    private static final String PROGRAM = """
        #!/bin/bash
        here=$(/usr/bin/dirname "$0")
        case $1 in
            --version) echo "Docker version 24.0.0"; exit 0 ;;
            info) echo "[]"; exit 0 ;;
        esac
        /usr/bin/env -0 >"$here/client-environment"
        printf '%s\\0' "$@" >"$here/client-arguments"
        [[ ! -f $here/exit ]] || exit "$(<"$here/exit")"
        inside=(PATH=/usr/local/bin:/usr/bin:/bin)
        text=
        while (($# > 0)); do
            case $1 in
                --env=*=*) inside+=("${1#--env=}") ;;
                --env=*) name=${1#--env=}; inside+=("$name=${!name}") ;;
                --mount=*)
                    from=${1#*source=}; from=${from%%,*}
                    to=${1#*target=}; to=${to%%,*}
                    case $to in
                        /workspace) after+=("MLC_SOURCE=$from") ;;
                        /dist) after+=("MLC_DIST=$from") ;;
                    esac
                    ;;
                -c) text=$2; shift ;;
            esac
            shift
        done
        exec /usr/bin/env -i "${inside[@]}" "${after[@]}" "MLC_WORK=$here/work" /bin/bash -c "$text"
        """;

    private final Path directory;

    private ContainerStandIn(Path directory) {
        this.directory = directory;
    }

    static ContainerStandIn in(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path program = Files.writeString(directory.resolve("docker"), PROGRAM);
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " can't be made executable");
        }
        return new ContainerStandIn(directory);
    }

    /** An image for this engine. */
    ContainerImage image() {
        return new ContainerImage(
                "example/toolchain", directory.resolve("docker").toString(), Optional.empty(), Optional.empty());
    }

    /** Lets the next container end with this code before anything runs in it. */
    ContainerStandIn endingWith(int exit) throws IOException {
        Files.writeString(directory.resolve("exit"), Integer.toString(exit));
        return this;
    }

    /** NAME=value of each variable that the client was given, and its arguments, as one text. */
    String environment() throws IOException {
        return Files.readString(directory.resolve("client-environment"));
    }

    String arguments() throws IOException {
        return Files.readString(directory.resolve("client-arguments"));
    }
}
