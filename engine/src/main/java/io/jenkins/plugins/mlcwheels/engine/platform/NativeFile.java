package io.jenkins.plugins.mlcwheels.engine.platform;

import java.util.List;

/** A native file of a wheel, as far as it can be spoken of for every system alike. */
public interface NativeFile {

    /** In the wheel. */
    String path();

    /** The names by which other files may need it, that of the file itself among them. */
    List<String> names();

    /** Names of the libraries that it needs. */
    List<String> needs();
}
