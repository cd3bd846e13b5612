package io.jenkins.plugins.mlcwheels.engine.matrix;

/**
 * One variable of a build, as a word of the shell. It is evaluated where the build runs, after the ones before it:
 * {@code $NAME}, <code>${NAME}</code>, {@code $(command)} and quotes mean what they mean to bash.
 *
 * @param name of the variable
 * @param word text of the shell, one word; {@code bash -c 'NAME=word'} sets the value
 */
public record EnvironmentAssignment(String name, String word) {

    @Override
    public String toString() {
        return name + "=" + word;
    }
}
