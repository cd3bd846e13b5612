package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;
import java.util.Optional;

/**
 * All options of one build, after precedence, overrides and inheritance. Commands are text of the shell and may hold
 * the placeholders of cibuildwheel, such as <code>{project}</code>.
 *
 * @param environment variables of the build, evaluated in this order where it runs
 * @param environmentPass names of variables of the caller that a container gets too
 * @param beforeAll runs once in each container, or once here, before its first build
 * @param beforeBuild runs before this build
 * @param frontend what builds the wheel
 * @param configSettings for the backend, in order
 * @param verbosity of the frontend, -3 to 3
 * @param constraints versions of the tools that are installed for building
 * @param repair how the wheel is repaired
 * @param audit what judges it
 * @param test how it is tested
 * @param image where it runs, if in a container
 * @param container what runs containers
 */
public record EffectiveOptions(
        List<EnvironmentAssignment> environment,
        List<String> environmentPass,
        Optional<String> beforeAll,
        Optional<String> beforeBuild,
        FrontendChoice frontend,
        List<ConfigSetting> configSettings,
        int verbosity,
        DependencyVersions constraints,
        RepairStep repair,
        AuditStep audit,
        TestStep test,
        ImageChoice image,
        ContainerSettings container) {

    public EffectiveOptions {
        environment = List.copyOf(environment);
        environmentPass = List.copyOf(environmentPass);
        configSettings = List.copyOf(configSettings);
    }
}
