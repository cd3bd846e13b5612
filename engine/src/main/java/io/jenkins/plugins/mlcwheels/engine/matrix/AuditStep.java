package io.jenkins.plugins.mlcwheels.engine.matrix;

import java.util.List;

/**
 * What judges a wheel after repair. Our own audit always does.
 *
 * @param abi3 whether abi3 wheels are held to the stable ABI by our audit, which is the default
 * @param commands of the project that run beside it, with placeholders <code>{wheel}</code> or
 *     <code>{abi3_wheel}</code>; one with the latter runs for abi3 wheels only
 * @param requires what is installed for these commands
 */
public record AuditStep(boolean abi3, List<String> commands, List<String> requires) {

    public AuditStep {
        commands = List.copyOf(commands);
        requires = List.copyOf(requires);
    }
}
