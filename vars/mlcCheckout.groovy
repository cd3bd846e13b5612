/** Checks out the sources that the build stands for: see mlcCheckout.txt. */
def call(Map args = [:]) {
    int attempts = args.retries == null ? 5 : args.retries as int
    int minutes = args.timeout == null ? 10 : args.timeout as int
    boolean clean = args.clean == null ? true : args.clean
    boolean submodules = args.submodules == null ? true : args.submodules

    if (clean) {
        deleteDir()
    }
    retry(attempts) {
        timeout(time: minutes, unit: 'MINUTES') {
            checkout scm
        }
    }
    // The version comes from git describe, which needs the history and the tags that a shallow clone lacks.
    retry(attempts) {
        timeout(time: minutes, unit: 'MINUTES') {
            sh label: 'Fetch history and tags', script: '''
                set -eu
                if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
                    git fetch --quiet --unshallow --tags
                fi
            '''
        }
    }
    if (submodules) {
        retry(attempts) {
            timeout(time: minutes, unit: 'MINUTES') {
                sh label: 'Update submodules', script: 'git submodule update --init --recursive --force'
            }
        }
    }
}
