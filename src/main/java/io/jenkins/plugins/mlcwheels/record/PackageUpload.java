package io.jenkins.plugins.mlcwheels.record;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a build has on a package index. The constructor refuses what no honest agent says. */
@ExportedBean(defaultVisibility = 2)
public final class PackageUpload implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String index;
    private final ArrayList<PublishedAsset> files;

    /**
     * @param index its address, or the name of one that everybody knows
     * @param files all that the build has there, sent by it or there before with the same bytes
     */
    public PackageUpload(@NonNull String index, @NonNull List<PublishedAsset> files) {
        this.index = index;
        this.files = new ArrayList<>(files);
    }

    /** Its address, or the name of one that everybody knows. */
    @Exported
    @NonNull
    public String getIndex() {
        return index;
    }

    /** The files of the build on it. */
    @Exported
    @NonNull
    public List<PublishedAsset> getFiles() {
        return new ArrayList<>(files);
    }

    /** Their names, with commas between. */
    @NonNull
    public String getNames() {
        return String.join(", ", files.stream().map(PublishedAsset::getName).toList());
    }

    /** What pipelines get to see of it. */
    @NonNull
    public Map<String, Object> toMap() {
        ArrayList<Map<String, Object>> list = new ArrayList<>();
        files.forEach(file -> {
            Map<String, Object> entry = new LinkedHashMap<>(file.toMap());
            entry.remove("url");
            list.add(entry);
        });
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("index", index);
        map.put("files", list);
        return map;
    }
}
