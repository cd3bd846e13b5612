/** The whole flow from a commit to tested wheels, and from a release tag to a release: see mlcPipeline.txt. */
def call(Map args = [:]) {
    Map flow = settingsOf(args)
    schedule(flow)

    Map state = [wheels: [:], failed: [:]]
    Map branches = [:]
    List names = flow.flavours.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        String name = names[i]
        branches[name] = { -> buildAndTest(flow, name, state) }
    }
    try {
        stage('Wheels') {
            parallel branches
        }
        stage('Checks') {
            runChecks(flow, state)
        }
    } finally {
        if (state.failed) {
            echo "Failed: ${describe(state.failed)}. Nothing is released."
        }
    }
    if (flow.release != false && isReleaseTag()) {
        stage('Release') {
            publishRelease(flow, state)
        }
    }
    return state.wheels
}

private Map settingsOf(Map args) {
    Map defaults = [
        flavours: ['cpu'], source: '.', version: null, platform: null, python: null, channel: null, jobs: null,
        agent: '', testAgent: null, gpuAgent: null, image: null, inside: true, insideOptions: '', ccache: null,
        testImage: null, test: [:], checks: [:], timeouts: [:], retries: 2, nightly: null, release: [:],
        cmake: null, configSettings: null, environment: null, beforeBuild: null, excludes: null, auditFailure: null
    ]
    List given = args.keySet() as List
    for (int i = 0; i < given.size(); i++) {
        if (!defaults.containsKey(given[i])) {
            error "mlcPipeline: unknown parameter '${given[i]}'; known are ${defaults.keySet().join(', ')}"
        }
    }
    Map flow = defaults + args
    flow.timeouts = [checkout: 10, build: 240, test: 60] + flow.timeouts
    flow.flavours = asMap(flow.flavours)
    if (!flow.flavours) {
        error 'mlcPipeline: no flavours; name at least one, such as cpu'
    }
    return flow
}

/** Flavours may be a list of names, or a map from names to what differs for each. */
private Map asMap(def flavours) {
    if (flavours instanceof Map) {
        return flavours
    }
    Map result = [:]
    List names = flavours instanceof List ? flavours : [flavours]
    for (int i = 0; i < names.size(); i++) {
        result[names[i] as String] = [:]
    }
    return result
}

private void schedule(Map flow) {
    if (flow.nightly && env.BRANCH_IS_PRIMARY == 'true') {
        properties([pipelineTriggers([cron(flow.nightly)])])
    }
}

private boolean isNightly(Map flow) {
    return flow.nightly && currentBuild.getBuildCauses('hudson.triggers.TimerTrigger$TimerTriggerCause').size() > 0
}

/** Only a first look, so that other builds skip the stage: mlcPublishRelease itself proves what is a release. */
private boolean isReleaseTag() {
    return env.TAG_NAME ==~ /v\d+\.\d+\.\d+([-+].*)?/
}

private void buildAndTest(Map flow, String name, Map state) {
    Map own = flow + flow.flavours[name]
    String phase = 'build'
    try {
        List wheels = buildWheels(own, name)
        state.wheels[name] = wheels
        if (own.test != false) {
            phase = 'test'
            testWheels(own, name, wheels)
        }
    } catch (e) {
        state.failed[name] = phase
        throw e
    }
}

private List buildWheels(Map own, String name) {
    List wheels = null
    onAgent(own.agent, own.retries, own.timeouts.build) {
        mlcCheckout(timeout: own.timeouts.checkout)
        inContainer(own, imageOf(own, name), name == 'cpu' ? '' : own.insideOptions) {
            Map parameters = [
                source: own.source, flavour: name, wheelhouse: "wheelhouse/${name}",
                channel: own.channel ?: (isNightly(own) ? 'nightly' : 'stable')
            ]
            List optional = [
                'version', 'platform', 'python', 'jobs', 'cmake', 'configSettings', 'environment', 'beforeBuild',
                'excludes', 'auditFailure'
            ]
            for (int i = 0; i < optional.size(); i++) {
                if (own[optional[i]] != null) {
                    parameters[optional[i]] = own[optional[i]]
                }
            }
            if (ccacheOf(own)) {
                parameters.ccache = own.inside ? '/ccache' : ccacheOf(own)
            }
            wheels = mlcBuildWheel(parameters)
        }
    }
    return wheels
}

private void testWheels(Map own, String name, List wheels) {
    Map test = own.test ?: [:]
    String label = test.agent ?: (name == 'cpu' ? null : own.gpuAgent) ?: own.testAgent ?: own.agent
    onAgent(label, own.retries, own.timeouts.test) {
        mlcCheckout(timeout: own.timeouts.checkout, submodules: false)
        fetchWheels(wheels)
        inContainer(own, test.image ?: own.testImage ?: imageOf(own, name), test.insideOptions ?: '') {
            Map parameters = [wheels: "wheelhouse/${name}/*.whl"]
            List optional = ['command', 'requirements', 'python']
            for (int i = 0; i < optional.size(); i++) {
                if (test[optional[i]] != null) {
                    parameters[optional[i]] = test[optional[i]]
                }
            }
            mlcTestWheel(parameters)
        }
    }
}

/** Runs what else has to hold of the wheels, such as compiling models with them, each on an agent of its own. */
private void runChecks(Map flow, Map state) {
    Map branches = [:]
    List names = flow.checks.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        String name = names[i]
        branches[name] = { -> runCheck(flow, name, flow.checks[name], state) }
    }
    if (branches) {
        parallel branches
    }
}

private void runCheck(Map flow, String name, Map check, Map state) {
    Map own = flow + check
    try {
        onAgent(own.agent, own.retries, own.timeouts.test) {
            mlcCheckout(timeout: own.timeouts.checkout, submodules: check.submodules == true)
            if (check.flavour) {
                fetchWheels(state.wheels[check.flavour])
            }
            inContainer(own, check.image ?: imageOf(own, check.flavour), own.insideOptions) {
                check.run()
            }
        }
    } catch (e) {
        state.failed[name] = 'check'
        throw e
    }
}

/** Brings the wheels that an earlier agent archived, and proves that they are the same bytes. */
private void fetchWheels(List wheels) {
    Map mapping = [:]
    String sums = ''
    for (int i = 0; i < wheels.size(); i++) {
        mapping[wheels[i].path] = wheels[i].path
        sums += "${wheels[i].sha256}  ${wheels[i].path}\n"
    }
    unarchive mapping: mapping
    withEnv(["MLC_SHA256SUMS=${sums}"]) {
        sh label: 'Check sha256 of the wheels', script: 'printf %s "$MLC_SHA256SUMS" | sha256sum --check --strict'
    }
}

private void publishRelease(Map flow, Map state) {
    List names = state.wheels.keySet() as List
    List expected = []
    for (int i = 0; i < names.size(); i++) {
        List wheels = state.wheels[names[i]]
        for (int j = 0; j < wheels.size(); j++) {
            expected << wheels[j].path.tokenize('/').last()
        }
    }
    // The step fetches what this build recorded and checks its sha256 itself.
    onAgent(flow.release.agent ?: flow.agent, flow.retries, flow.timeouts.test) {
        Map parameters = [expect: expected] + flow.release
        parameters.remove('agent')
        if (flow.test == false && parameters.requireTests == null) {
            parameters.requireTests = false
        }
        mlcPublishRelease(parameters)
    }
}

/**
 * Runs the body on an agent, in a workspace of the executor so that parallel builds on one agent never meet, and once
 * more on another when the agent is lost.
 */
private void onAgent(String label, int attempts, int minutes, Closure body) {
    retry(count: attempts, conditions: [agent(), nonresumable()]) {
        node(label ?: '') {
            ws("workspace/exec_${env.EXECUTOR_NUMBER}/${env.JOB_NAME.replaceAll('[^A-Za-z0-9._-]+', '_')}") {
                timeout(time: minutes, unit: 'MINUTES') {
                    body()
                }
            }
        }
    }
}

private void inContainer(Map own, String image, String options, Closure body) {
    if (!own.inside) {
        body()
        return
    }
    String ccache = ccacheOf(own)
    withEnv(["MLC_IMAGE=${image}", "MLC_CCACHE=${ccache}"]) {
        // Docker would make a missing directory root's. The image is pulled by a step that survives a restart, which the
        // start of the container does not, and can be tried again.
        sh label: 'Prepare the compiler cache', script: '[ -z "$MLC_CCACHE" ] || mkdir -p "$MLC_CCACHE"'
        retry(3) {
            sh label: 'Pull the toolchain image', script: 'docker image inspect "$MLC_IMAGE" >/dev/null 2>&1 || docker pull --quiet "$MLC_IMAGE"'
        }
    }
    String mounts = ccache ? "-v ${ccache}:/ccache" : ''
    docker.image(image).inside("${mounts} ${options}".trim()) {
        body()
    }
}

/** The directory on the agent that keeps the compiler cache; empty for none. */
private String ccacheOf(Map own) {
    return own.ccache == null ? (env.MLC_WHEELS_CCACHE ?: '') : own.ccache
}

private String imageOf(Map own, String flavour) {
    String configured = env."MLC_WHEELS_IMAGE_${(flavour ?: 'cpu').toUpperCase().replaceAll('[^A-Z0-9]', '_')}"
    String image = own.image ?: configured
    if (own.inside && !image) {
        error "mlcPipeline: no image for flavour ${flavour ?: 'cpu'}; give 'image', set one under Manage Jenkins » System » MLC Wheels, or say inside: false"
    }
    return image
}

private String describe(Map failed) {
    List names = failed.keySet() as List
    String text = ''
    for (int i = 0; i < names.size(); i++) {
        text += (i == 0 ? '' : ', ') + "${names[i]} (${failed[names[i]]})"
    }
    return text
}
