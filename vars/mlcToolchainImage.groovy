/** Builds the image in which wheels of a flavour are compiled, and pushes it: see mlcToolchainImage.txt. */
def call(Map args = [:]) {
    refuseUnknown(args, [
        'repository', 'flavour', 'credentialsId', 'dockerfile', 'buildArgs', 'revision', 'push', 'keep'
    ])
    String flavour = args.flavour ?: 'cpu'
    String repository = args.repository
    if (!(repository ==~ '[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+')) {
        error "mlcToolchainImage: 'repository' has to be REGISTRY/OWNER/NAME in lower case, such as ghcr.io/example/toolchain-cpu, but is '${repository}'"
    }
    Map recipe = recipeOf(flavour)
    String revision = args.revision ?: sh(label: 'Commit of the recipe', returnStdout: true, script: 'git rev-parse HEAD').trim()
    String registry = repository.tokenize('/').first()
    String digest = null

    dir('.mlc-toolchain') {
        deleteDir()
        writeFile file: 'Dockerfile', text: args.dockerfile ? readTrusted(args.dockerfile) : libraryResource(recipe.resource)
        docker.withRegistry(registry == 'docker.io' ? 'https://index.docker.io/v1/' : "https://${registry}", args.credentialsId) {
            withEnv(["MLC_IMAGE=${repository}", "MLC_REVISION=${revision}", "MLC_BUILD_ARGS=${buildArguments(recipe.args + (args.buildArgs ?: [:]))}"]) {
                sh label: 'Build the toolchain image', script: '''
                    set -eu
                    set -- --pull --cache-from "$MLC_IMAGE" --build-arg BUILDKIT_INLINE_CACHE=1
                    # One argument a line, whatever else it holds.
                    IFS=$(printf '\\n_')
                    IFS=${IFS%_}
                    set -f
                    for argument in $MLC_BUILD_ARGS; do
                        set -- "$@" --build-arg "$argument"
                    done
                    DOCKER_BUILDKIT=1 docker build "$@" \\
                        --label "org.opencontainers.image.revision=$MLC_REVISION" \\
                        --tag "$MLC_IMAGE:$MLC_REVISION" --tag "$MLC_IMAGE:latest" .
                '''
                if (args.push != false) {
                    sh label: 'Push the toolchain image', script: '''
                        set -eu
                        docker push --quiet "$MLC_IMAGE:$MLC_REVISION"
                        docker push --quiet "$MLC_IMAGE:latest"
                    '''
                    // Podman also knows a digest that is not the registry's, so only one that can be pulled counts.
                    digest = sh(label: 'Digest of the toolchain image', returnStdout: true, script: '''
                        set -eu
                        docker pull --quiet "$MLC_IMAGE:$MLC_REVISION" >/dev/null
                        docker image inspect --format '{{range .RepoDigests}}{{println .}}{{end}}' "$MLC_IMAGE:$MLC_REVISION" |
                            grep -F "$MLC_IMAGE@sha256:" | while read -r reference; do
                                if docker pull --quiet "$reference" >/dev/null; then
                                    echo "$reference"
                                    break
                                fi
                            done
                    ''').trim()
                }
            }
        }
        deleteDir()
    }
    if (args.push == false) {
        return "${repository}:${revision}"
    }
    if (!digest) {
        error "mlcToolchainImage: the registry gave no digest of ${repository}:${revision}, though it took the image"
    }
    if (args.keep) {
        mlcPruneImages(repository: repository, keep: args.keep, credentialsId: args.credentialsId, dryRun: false)
    }
    echo "Toolchain image of ${flavour}: ${digest}"
    return digest
}

private void refuseUnknown(Map args, List known) {
    List names = args.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        if (!known.contains(names[i])) {
            error "mlcToolchainImage: unknown parameter '${names[i]}'; known are ${known.join(', ')}"
        }
    }
}

/** Which Dockerfile of the library serves a flavour, and with what arguments. */
private Map recipeOf(String flavour) {
    String folder = 'io/jenkins/plugins/mlcwheels/toolchain'
    if (flavour == 'cpu') {
        return [resource: "${folder}/cpu/Dockerfile", args: [:]]
    }
    List parts = flavour.tokenize('-')
    if (parts.size() == 2 && parts[0] == 'cuda') {
        return [resource: "${folder}/cuda/Dockerfile", args: [CUDA_VERSION: parts[1]]]
    }
    if (parts.size() == 2 && parts[0] == 'rocm') {
        return [resource: "${folder}/rocm/Dockerfile", args: [ROCM_VERSION: parts[1]]]
    }
    error "mlcToolchainImage: there is no recipe for flavour '${flavour}'; known are cpu, cuda-VERSION and rocm-VERSION"
}

private String buildArguments(Map arguments) {
    List names = arguments.keySet() as List
    String text = ''
    for (int i = 0; i < names.size(); i++) {
        String argument = "${names[i]}=${arguments[names[i]]}"
        if (!(argument ==~ '[A-Za-z_][A-Za-z0-9_]*=[^\\r\\n]*')) {
            error "mlcToolchainImage: the build argument '${argument}' has to be NAME: 'value' with a value of one line"
        }
        text += "${argument}\n"
    }
    return text
}
