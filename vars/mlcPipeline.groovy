/** The whole flow from a commit to tested wheels, and from a release tag to a release: see mlcPipeline.txt. */
def call(Map args = [:]) {
    Map flow = settingsOf(args)
    schedule(flow)

    Map state = [wheels: [:], failed: [:], expected: [:], sdist: null]
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
        if (flow.compare != null) {
            stage('Compare') {
                compareWheels(flow, state)
            }
        }
        if (flow.checks) {
            stage('Checks') {
                runChecks(flow, state)
            }
        }
    } finally {
        if (state.failed) {
            String failed = "Failed: ${describe(state.failed)}"
            echo "${failed}. Nothing is released."
            currentBuild.description = currentBuild.description ?: failed
        }
    }
    if (flow.release != false && isReleaseTag(flow)) {
        needSuccess()
        stage('Release') {
            publishRelease(flow, state)
        }
    } else if (flow.nightlyRelease && isNightly(flow)) {
        needSuccess()
        stage('Nightly') {
            publishRelease(flow + [release: [channel: 'nightly'] + flow.nightlyRelease], state)
        }
    }
    return state.wheels
}

private void needSuccess() {
    if (currentBuild.currentResult != 'SUCCESS') {
        error "mlcPipeline: the build is ${currentBuild.currentResult}, so nothing is released"
    }
}

private Map settingsOf(Map args) {
    // What may also differ from flavour to flavour, and what is the same for the whole build.
    Map ofFlavours = [
        source: '.', version: null, platform: null, python: null, channel: null, jobs: null, cmake: null,
        configSettings: null, environment: null, beforeBuild: null, excludes: null, useOwnLibraries: null,
        auditFailure: null,
        disableIsaExtCheck: null, pure: null, timeout: null, sdist: null, config: null,
        agent: '', testAgent: null, gpuAgent: null, image: null, inside: true, insideOptions: '', ccache: null,
        testImage: null, test: [:], timeouts: [agent: 1440, checkout: 10, build: 240, test: 60], retries: 2
    ]
    Map ofBuild = [
        flavours: ['cpu'], compare: null, checks: [:], nightly: null, nightlyRelease: null, release: [:],
        tagPattern: null, agents: [:]
    ]

    refuseUnknown('', args, ofBuild + ofFlavours)
    Map flow = settingsWith(ofBuild + ofFlavours, args)
    Map ofReleases = [
        // Of the flow, and of mlcPublishRelease.
        agent: null, index: null, packages: null,
        channel: null, nightlyTag: null, nightlyKind: null, takeOver: null,
        wheels: null, expect: null, notes: null, notesFile: null, generateNotes: null, draftOnly: null,
        dryRun: null, tag: null, commit: null, repository: null, credentialsId: null, apiUri: null,
        prerelease: null, makeLatest: null, amend: null, clobber: null, allowLinuxTag: null,
        requireTests: null, allowUnproven: null, parallelUploads: null, minRate: null, to: null, signWith: null
    ]
    if (flow.release != false) {
        refuseUnknown(' in release', flow.release, ofReleases)
    }
    needMap('in agents', flow.agents)
    flow.flavoursGiven = args.containsKey('flavours')
    if (flow.compare != null) {
        refuseUnknown(' in compare', flow.compare, [
            agent: null, with: null, failOn: null, failure: null, wheels: null, excludes: null
        ])
    }
    refuseUnknown(' in nightlyRelease', flow.nightlyRelease ?: [:], ofReleases)
    flow.flavours = asMap(flow.flavours)
    if (!flow.flavours) {
        error 'mlcPipeline: no flavours; name at least one, such as cpu'
    }
    List names = flow.flavours.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        refuseUnknown(" of flavour ${names[i]}", flow.flavours[names[i]], ofFlavours)
        settingsWith(flow, flow.flavours[names[i]])
    }
    Map ofChecks = [
        run: null, flavour: null, agent: null, image: null, inside: null, insideOptions: null, submodules: null,
        ccache: null, timeouts: null, retries: null
    ]
    needMap('of checks', flow.checks)
    names = flow.checks.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        def check = flow.checks[names[i]]
        refuseUnknown(" of check ${names[i]}", check, ofChecks)
        settingsWith(flow, check)
        if (!check.run) {
            error "mlcPipeline: check ${names[i]} has nothing to run; give it a closure: run: { ... }"
        }
        if (check.flavour && !flow.flavours.containsKey(check.flavour)) {
            error "mlcPipeline: check ${names[i]} needs the wheels of flavour ${check.flavour}, which is not built"
        }
    }
    return flow
}

private void needMap(String what, def given) {
    if (!(given instanceof Map)) {
        error "mlcPipeline: the parameters ${what} have to be a map, but are '${given}'"
    }
}

private void refuseUnknown(String where, def given, Map known) {
    needMap(where.trim(), given)
    List names = given.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        if (!known.containsKey(names[i])) {
            error "mlcPipeline: unknown parameter '${names[i]}'${where}; known are ${known.keySet().join(', ')}"
        }
    }
}

/** The settings of the whole build with those that differ for a flavour or a check. */
private Map settingsWith(Map flow, Map differing) {
    Map own = flow + differing
    refuseUnknown(' in test', own.test ?: [:], [
        command: null, requirements: null, python: null, testSources: null, imports: null, requireImport: null,
        extras: null, importNames: null, noImports: null, noScripts: null, source: null, agent: null, image: null,
        insideOptions: null
    ])
    refuseUnknown(' in timeouts', differing.timeouts ?: [:], flow.timeouts)
    own.timeouts = flow.timeouts + (differing.timeouts ?: [:])
    List names = own.timeouts.keySet() as List
    for (int i = 0; i < names.size(); i++) {
        if (!(own.timeouts[names[i]] instanceof Number)) {
            error "mlcPipeline: the timeout '${names[i]}' has to be a number of minutes, but is '${own.timeouts[names[i]]}'"
        }
    }
    return own
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

/** Touches the job's properties only when told so, since a call of {@code properties} replaces what another one set. */
private void schedule(Map flow) {
    boolean ofOneBranch = env.BRANCH_NAME == null
    if (flow.nightly != null && (ofOneBranch || env.BRANCH_IS_PRIMARY == 'true')) {
        properties([pipelineTriggers(flow.nightly ? [cron(flow.nightly)] : [])])
    }
}

private boolean isNightly(Map flow) {
    return flow.nightly && currentBuild.getBuildCauses('hudson.triggers.TimerTrigger$TimerTriggerCause').size() > 0
}

/** Only a first look, so that other builds skip the stage: mlcPublishRelease itself proves what is a release. */
private boolean isReleaseTag(Map flow) {
    return env.TAG_NAME && mlcReleaseTag([tag: env.TAG_NAME] + given(flow, ['tagPattern'])) != null
}

private void buildAndTest(Map flow, String name, Map state) {
    Map own = settingsWith(flow, flow.flavours[name])
    String phase = 'build'
    List groups = []
    try {
        List wheels = null
        onAgent(own, own.agent, own.timeouts.build) {
            mlcCheckout(timeout: own.timeouts.checkout)
            groups = groupsOf(own, name)
            if (!groups) {
                inContainer(own, imageOf(own, name), own.insideOptions) {
                    wheels = mlcBuildWheel(buildParameters(own, name))
                }
            } else if (groups.size() == 1 && groups[0].agent == null) {
                buildGroup(own, groups[0], state)
            }
        }
        if (groups) {
            buildGroups(own, groups, state)
            return
        }
        state.wheels[name] = wheels
        if (own.test != false) {
            phase = 'test'
            testWheels(own, name, wheels)
        }
    } catch (e) {
        if (!groups) {
            state.failed[name] = phase
        } else if (groups.size() == 1 && !groups[0].done) {
            state.failed[groups[0].name] = groups[0].failure ?: phase
        }
        throw e
    }
}

private Map buildParameters(Map own, String name) {
    Map parameters = [
        source: own.source, flavour: name, wheelhouse: "wheelhouse/${name}",
        channel: own.channel ?: (isNightly(own) ? 'nightly' : 'stable')
    ]
    parameters += given(own, [
        'version', 'tagPattern', 'platform', 'python', 'jobs', 'cmake', 'configSettings', 'environment',
        'beforeBuild', 'excludes', 'useOwnLibraries', 'auditFailure', 'disableIsaExtCheck', 'pure', 'timeout'
    ])
    if (ccacheOf(own)) {
        parameters.ccache = own.inside ? '/ccache' : ccacheOf(own)
    }
    return parameters
}

/**
 * The builds of the project's matrix by flavour and architecture, each group with the label of its agents; empty if the
 * project has no matrix, or one Python is named.
 */
private List groupsOf(Map own, String name) {
    if (own.python) {
        return []
    }
    List plan = mlcPlan(planParameters(own) + (own.flavoursGiven ? [flavour: name] : [:]) + [
        here: false, agents: own.agents
    ])
    Map groups = [:]
    for (int i = 0; i < plan.size(); i++) {
        Map build = plan[i]
        if (build.identifier == null) {
            return []
        }
        String flavour = build.flavour ?: name
        String key = "${flavour} ${build.arch}"
        if (!groups.containsKey(key)) {
            groups[key] = [name: key, flavour: flavour, agent: build.agent, builds: []]
        }
        groups[key].builds << build
    }
    return groups.values() as List
}

private Map planParameters(Map own) {
    return [source: own.source, channel: own.channel ?: (isNightly(own) ? 'nightly' : 'stable')] +
        given(own, ['version', 'tagPattern', 'configSettings', 'config'])
}

/** Builds those groups that are not built yet, each on agents of its architecture, and then tests further if asked. */
private void buildGroups(Map own, List groups, Map state) {
    Map branches = [:]
    for (int i = 0; i < groups.size(); i++) {
        Map group = groups[i]
        if (!group.done) {
            branches[group.name] = { -> buildGroupOnAgent(own, group, state) }
        }
    }
    if (branches) {
        parallel branches
    }
    for (int i = 0; i < groups.size(); i++) {
        Map group = groups[i]
        if (own.test && group.wheels) {
            try {
                testWheels(own + [image: own.image ?: group.image, testAgent: own.testAgent ?: group.agent],
                    group.flavour, group.wheels)
            } catch (e) {
                state.failed[group.name] = 'test'
                throw e
            }
        }
    }
}

private void buildGroupOnAgent(Map own, Map group, Map state) {
    try {
        onAgent(own, group.agent ?: own.agent, own.timeouts.build) {
            mlcCheckout(timeout: own.timeouts.checkout)
            buildGroup(own, group, state)
        }
    } catch (e) {
        state.failed[group.name] = group.failure ?: 'build'
        throw e
    }
}

/**
 * Builds what can be built here of a group, image by image, and remembers what is expected of a release. An agent that
 * is lost has all of it done again, so that nothing but the group is changed before the end.
 */
private void buildGroup(Map own, Map group, Map state) {
    Map byImage = [:]
    for (int i = 0; i < group.builds.size(); i++) {
        String image = own.inside ? imageOfBuild(own, group.flavour, group.builds[i]) : ''
        byImage[image] = (byImage[image] ?: []) + [group.builds[i].name]
    }
    List images = byImage.keySet() as List
    group.wheels = []
    try {
        for (int i = 0; i < images.size(); i++) {
            group.image = images[i]
            inContainer(own, images[i], own.insideOptions) {
                buildSelected(own, group, byImage[images[i]], state)
            }
        }
        if (!group.wheels) {
            error "mlcPipeline: nothing can be built for ${group.name}; the plan above has the reasons"
        }
    } catch (e) {
        group.failure = (e.message ?: 'build').readLines()[0]
        throw e
    }
    state.wheels[group.flavour] = (state.wheels[group.flavour] ?: []) + group.wheels
    group.done = true
}

private void buildSelected(Map own, Map group, List names, Map state) {
    List plan = mlcPlan(planParameters(own) + (own.flavoursGiven ? [flavour: group.flavour] : [:]) + [only: names])
    List selected = []
    List expected = state.expected[group.flavour] ?: []
    for (int i = 0; i < plan.size(); i++) {
        if (plan[i].leftOut == null) {
            selected << plan[i].name
            if (!expected.contains(plan[i].expectedName)) {
                expected << plan[i].expectedName
            }
        }
    }
    state.expected[group.flavour] = expected
    if (!selected) {
        return
    }
    Map parameters = buildParameters(own, group.flavour) + given(own, ['config']) + [identifiers: selected]
    // One group builds it, also when it begins again.
    if (own.sdist != false && (state.sdist == null || state.sdist == group.name && !group.wheels)) {
        state.sdist = group.name
        parameters.sdist = true
    }
    List wheels = null
    withEnv(own.test == false ? ['MLC_WHEELS_TEST_SKIP=*'] : []) {
        wheels = mlcBuildWheel(parameters)
    }
    group.wheels += wheels
}

/** The image of a build: as told, else as the project names it, else that of the flavour, else the pinned one. */
private String imageOfBuild(Map own, String flavour, Map build) {
    if (own.image) {
        return own.image
    }
    return build.imageAsked || build.libc == 'musl' ? build.image : (configuredImage(flavour) ?: build.image)
}

private void testWheels(Map own, String name, List wheels) {
    Map test = own.test ?: [:]
    boolean onGpu = name != 'cpu' && own.gpuAgent && !test.agent
    String label = test.agent ?: (onGpu ? own.gpuAgent : own.testAgent) ?: own.agent
    String options = test.insideOptions == null ? (onGpu ? gpuOptions(name) : '') : test.insideOptions
    onAgent(own, label, own.timeouts.test) {
        mlcCheckout(timeout: own.timeouts.checkout, submodules: false)
        fetchWheels(wheels)
        inContainer(own, test.image ?: own.testImage ?: imageOf(own, name), options) {
            mlcTestWheel([wheels: "wheelhouse/${name}/*.whl"] + given(own.source == '.' ? [:] : own, ['source']) + given(test, [
                'source', 'command', 'requirements', 'python', 'testSources', 'imports', 'requireImport', 'extras', 'importNames',
                'noImports', 'noScripts'
            ]))
        }
    }
}

/** Which of the named parameters are given. Where a step takes a list of lines, one line is enough. */
private Map given(Map settings, List names) {
    List lists = [
        'cmake', 'configSettings', 'environment', 'excludes', 'requirements', 'testSources', 'extras', 'importNames',
        'noImports', 'noScripts', 'failOn'
    ]
    Map result = [:]
    for (int i = 0; i < names.size(); i++) {
        def value = settings[names[i]]
        if (value != null) {
            result[names[i]] = lists.contains(names[i]) && !(value instanceof List) ? [value.toString()] : value
        }
    }
    return result
}

/** How a container gets at the GPUs of its agent. */
private String gpuOptions(String flavour) {
    if (flavour.startsWith('cuda')) {
        return '--gpus all'
    }
    return flavour.startsWith('rocm') ? '--device /dev/kfd --device /dev/dri --group-add video' : ''
}

/** Compares all wheels of the build with those of an earlier one; the step fetches both from the artifacts. */
private void compareWheels(Map flow, Map state) {
    try {
        onAgent(flow, flow.compare.agent ?: flow.agent, flow.timeouts.test) {
            mlcCompareWheels(given(flow.compare, ['with', 'failOn', 'failure', 'wheels', 'excludes']))
        }
    } catch (e) {
        state.failed.wheels = 'compare'
        throw e
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
    parallel branches
}

private void runCheck(Map flow, String name, Map check, Map state) {
    Map own = settingsWith(flow, check)
    try {
        onAgent(own, own.agent, own.timeouts.test) {
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
        if (state.expected[names[i]]) {
            expected += state.expected[names[i]]
            continue
        }
        List wheels = state.wheels[names[i]]
        for (int j = 0; j < wheels.size(); j++) {
            expected << wheels[j].path.tokenize('/').last()
        }
    }
    // The step fetches what this build recorded and checks its sha256 itself.
    onAgent(flow, flow.release.agent ?: flow.agent, flow.timeouts.test) {
        Map parameters = [expect: expected] + given(flow, ['tagPattern']) + flow.release
        parameters.remove('agent')
        parameters.remove('index')
        Map packages = parameters.remove('packages')
        if (flow.release.notesFile) {
            mlcCheckout(timeout: flow.timeouts.checkout, submodules: false)
        }
        if (flow.test == false && parameters.requireTests == null) {
            parameters.requireTests = false
        }
        if (packages) {
            // The index gets its files while the release is a complete draft.
            if (parameters.draftOnly) {
                error 'mlcPipeline: draftOnly stops before packages are uploaded; leave out one of them'
            }
            if (!parameters.dryRun) {
                mlcPublishRelease(parameters + [draftOnly: true])
            }
            mlcPublishPackage(given(parameters, ['wheels', 'requireTests', 'allowUnproven', 'dryRun']) + packages)
        }
        mlcPublishRelease(parameters)
        if (flow.release.index && !flow.release.dryRun) {
            Map place = flow.release.to
                ? [from: flow.release.to]
                : flow.release.subMap(['repository', 'credentialsId', 'apiUri'])
            mlcPublishIndex([to: flow.release.index] + place)
        }
    }
}

/**
 * Runs the body on an agent, in a workspace of the executor so that parallel builds on one agent never meet, and once
 * more on another when the agent is lost. Waiting for an agent has an end too, since no agent may have the label.
 */
private void onAgent(Map own, String label, int minutes, Closure body) {
    retry(count: own.retries, conditions: [agent(), nonresumable()]) {
        timeout(time: own.timeouts.agent + minutes, unit: 'MINUTES') {
            node(label ?: '') {
                ws("workspace/exec_${env.EXECUTOR_NUMBER}/${env.JOB_NAME.replaceAll('[^A-Za-z0-9._-]+', '_')}") {
                    timeout(time: minutes, unit: 'MINUTES') {
                        body()
                    }
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
    // Builds of change requests see no cache but their own, which is where mlcBuildWheel looks for it.
    String part = env.CHANGE_ID ? '/changes' : ''
    withEnv(["MLC_IMAGE=${image}", "MLC_CCACHE=${ccache ? ccache + part : ''}"]) {
        // Docker would make a missing directory root's. The image is pulled by a step that survives a restart, which the
        // start of the container does not, and can be tried again.
        sh label: 'Prepare the compiler cache', script: '[ -z "$MLC_CCACHE" ] || mkdir -p "$MLC_CCACHE"'
        retry(3) {
            sh label: 'Pull the toolchain image', script: 'docker image inspect "$MLC_IMAGE" >/dev/null 2>&1 || docker pull --quiet "$MLC_IMAGE"'
        }
    }
    String mounts = ccache ? "-v ${ccache}${part}:/ccache${part}" : ''
    docker.image(image).inside("${mounts} ${options}".trim()) {
        body()
    }
}

/** The directory on the agent that keeps the compiler cache; empty for none. */
private String ccacheOf(Map own) {
    String directory = own.ccache == null ? (env.MLC_WHEELS_CCACHE ?: '') : own.ccache
    if (own.inside && directory && !(directory ==~ '/[A-Za-z0-9._/@+-]+')) {
        error "mlcPipeline: ccache is '${directory}', which can't be mounted; give the absolute path of a directory on the agents, without spaces and colons"
    }
    return directory
}

private String imageOf(Map own, String flavour) {
    String image = own.image ?: configuredImage(flavour)
    if (own.inside && !image) {
        error "mlcPipeline: no image for flavour ${flavour ?: 'cpu'}; give 'image', set one under Manage Jenkins » System » MLC Wheels, or say inside: false"
    }
    return image
}

private String configuredImage(String flavour) {
    return env."MLC_WHEELS_IMAGE_${(flavour ?: 'cpu').toUpperCase().replaceAll('[^A-Z0-9]', '_')}"
}

private String describe(Map failed) {
    List names = failed.keySet() as List
    String text = ''
    for (int i = 0; i < names.size(); i++) {
        text += (i == 0 ? '' : ', ') + "${names[i]} (${failed[names[i]]})"
    }
    return text
}
