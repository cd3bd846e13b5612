package io.jenkins.plugins.mlcwheels.engine.elf.patch;

import io.jenkins.plugins.mlcwheels.engine.elf.DynamicEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The dynamic section with its strings spelled out, while a patch changes it. */
final class DynamicEdit {

    /** Tags whose value is an index into the string table: needed, names, search paths, filters, audit libraries. */
    private static final Set<Long> STRINGS = Set.of(
            DynamicEntry.DT_NEEDED,
            DynamicEntry.DT_SONAME,
            DynamicEntry.DT_RPATH,
            DynamicEntry.DT_RUNPATH,
            DynamicEntry.DT_CONFIG,
            DynamicEntry.DT_DEPAUDIT,
            DynamicEntry.DT_AUDIT,
            DynamicEntry.DT_AUXILIARY,
            DynamicEntry.DT_FILTER);

    /** @param text the string that the value points at, or null if the value is not a string */
    private record Item(long tag, long value, String text) {

        boolean is(long wanted) {
            return tag == wanted;
        }
    }

    private final ElfLayout layout;
    private final StringTail strings;
    private final List<Item> items = new ArrayList<>();
    private final List<VersionNeedNames.Name> versionNeeds;
    private final List<String> versionNames = new ArrayList<>();
    private boolean changed;

    private DynamicEdit(ElfLayout layout) throws IOException {
        this.layout = layout;
        strings = StringTail.of(layout);
        for (DynamicEntry entry : layout.dynamic) {
            items.add(new Item(
                    entry.tag(), entry.value(), STRINGS.contains(entry.tag()) ? layout.string(entry.value()) : null));
        }
        versionNeeds = VersionNeedNames.read(layout);
        versionNeeds.forEach(name -> versionNames.add(name.text()));
    }

    static DynamicEdit of(ElfLayout layout) throws IOException {
        return new DynamicEdit(layout);
    }

    /** Whether anything differs from what the file says. */
    boolean isChanged() {
        return changed;
    }

    void setName(String soname) {
        set(DynamicEntry.DT_SONAME, soname);
    }

    void setSearchPath(long tag, String path) {
        removeAll(tag == DynamicEntry.DT_RPATH ? DynamicEntry.DT_RUNPATH : DynamicEntry.DT_RPATH);
        if (path.isEmpty()) {
            removeAll(tag);
        } else {
            set(tag, path);
        }
    }

    private void set(long tag, String text) {
        if (items.stream().anyMatch(item -> item.is(tag))) {
            rewrite(item -> item.is(tag) ? renamed(item, text) : item);
        } else {
            items.add(new Item(tag, -1, text));
            changed = true;
        }
    }

    void replaceNeeded(Map<String, String> names) {
        rewrite(item ->
                item.is(DynamicEntry.DT_NEEDED) ? renamed(item, names.getOrDefault(item.text, item.text)) : item);
        for (int i = 0; i < versionNames.size(); i++) {
            String old = versionNames.get(i);
            versionNames.set(i, names.getOrDefault(old, old));
            changed |= !old.equals(versionNames.get(i));
        }
    }

    void removeNeeded(Set<String> names) {
        for (String name : versionNames) {
            if (names.contains(name)) {
                throw new UnpatchableElfException(
                        "DT_NEEDED " + name + " can't be removed: symbols are bound to versions of it",
                        "Link without " + name + ".");
            }
        }
        changed |= items.removeIf(item -> item.is(DynamicEntry.DT_NEEDED) && names.contains(item.text));
    }

    private void removeAll(long tag) {
        changed |= items.removeIf(item -> item.is(tag));
    }

    private void rewrite(UnaryOperator<Item> change) {
        items.replaceAll(item -> {
            Item after = change.apply(item);
            changed |= after != item;
            return after;
        });
    }

    private static Item renamed(Item item, String text) {
        return text.equals(item.text) ? item : new Item(item.tag, -1, text);
    }

    /**
     * Puts the entries into the layout, their strings into the tail of the string table, and writes the names of the
     * version requirements.
     */
    StringTail commit() throws IOException {
        items.stream().filter(this::staysInPlace).forEach(item -> strings.know(item.text, item.value));
        layout.dynamic.clear();
        for (Item item : items) {
            layout.dynamic.add(new DynamicEntry(item.tag, item.text == null ? item.value : index(item)));
        }
        for (int i = 0; i < versionNeeds.size(); i++) {
            VersionNeedNames.Name name = versionNeeds.get(i);
            boolean stays = name.text().equals(versionNames.get(i)) && strings.isLinked(name.index());
            if (!stays) {
                VersionNeedNames.write(layout, name, strings.indexOf(versionNames.get(i)));
            }
        }
        return strings;
    }

    private boolean staysInPlace(Item item) {
        return item.text != null && item.value >= 0 && strings.isLinked(item.value);
    }

    private long index(Item item) {
        return staysInPlace(item) ? item.value : strings.indexOf(item.text);
    }
}
