package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.manifest.WheelTest;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How a wheel was tested. A class and not a record, since it is saved in {@code build.xml}. */
@ExportedBean(defaultVisibility = 3)
public final class WheelTestRecord implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String python;
    private final String imports;
    private final ArrayList<String> modules;

    /** @param test as the engine knows it, checked */
    public WheelTestRecord(@NonNull WheelTest test) {
        python = test.python();
        imports = test.imports().outcome().text();
        modules = new ArrayList<>(test.imports().modules());
    }

    /** Version of the interpreter, such as {@code 3.13.1}. */
    @Exported
    public String getPython() {
        return python;
    }

    /** What is known of the command's imports: proven, nothing imported, no command, or not proven. */
    @Exported
    public String getImports() {
        return imports;
    }

    /** Packages at the top of the wheel and native modules that the command imported from the wheel. */
    @Exported
    public List<String> getModules() {
        return List.copyOf(modules);
    }
}
