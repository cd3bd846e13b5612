/** Checks out the sources that the build stands for: see mlcCheckout.txt. */
def call(Map args = [:]) {
    refuseUnknown(args, ['retries', 'timeout', 'clean', 'submodules'])
    int attempts = args.retries == null ? 5 : args.retries as int
    int minutes = args.timeout == null ? 10 : args.timeout as int
    boolean clean = args.clean == null ? true : args.clean
    boolean submodules = args.submodules == null ? true : args.submodules

    if (clean) {
        deleteDir()
    }
    retry(attempts) {
        timeout(time: minutes, unit: 'MINUTES') {
            checkout([
                $class: 'GitSCM', branches: scm.branches, userRemoteConfigs: remotesWithTags(), gitTool: scm.gitTool,
                extensions: scm.extensions + wholeHistory(minutes)
            ])
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

private void refuseUnknown(Map args, List known) {
    List names = args.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        if (!known.contains(names[i])) {
            error "mlcCheckout: unknown parameter '${names[i]}'; known are ${known.join(', ')}"
        }
    }
}

/**
 * The version comes from git describe, which needs the tags that a multibranch project leaves out unless it is told
 * otherwise. They come as branches do, whatever the extensions say of tags.
 */
private List remotesWithTags() {
    List given = scm.userRemoteConfigs
    List remotes = []
    for (int i = 0; i < given.size(); i++) {
        String name = given[i].name ?: 'origin'
        String refspec = given[i].refspec ?: "+refs/heads/*:refs/remotes/${name}/*"
        remotes << [
            url: given[i].url, credentialsId: given[i].credentialsId, name: name,
            refspec: "${refspec} +refs/tags/*:refs/tags/*".toString()
        ]
    }
    return remotes
}

/** What is added last counts, so this undoes a shallow clone. */
private List wholeHistory(int minutes) {
    return [[$class: 'CloneOption', shallow: false, noTags: false, reference: '', timeout: minutes]]
}
