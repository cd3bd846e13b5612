package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditCause;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditCauses;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What an audit found out about a wheel, in a form that pages and the remote API can read. */
@ExportedBean(defaultVisibility = 2)
public final class AuditView {

    private final AuditReport report;

    AuditView(@NonNull AuditReport report) {
        this.report = report;
    }

    /** The most portable platform tag that the wheel is consistent with. */
    @Exported
    public String getOverall() {
        return report.overall();
    }

    /** The most portable platform tag that its symbol versions alone allow. */
    @Exported
    public String getSymbolPolicy() {
        return report.symbolPolicy();
    }

    /** As platform tags name it, such as {@code x86_64}. */
    @Exported
    public String getArchitecture() {
        return report.architecture();
    }

    /** The C library that the wheel is linked to, {@code glibc} or {@code musl}. */
    @Exported
    public String getLibc() {
        return report.libc();
    }

    /** What keeps the tag from being more portable, the least portable ceilings first. */
    @Exported
    public List<PinView> getPins() {
        return report.pins().stream().map(PinView::new).toList();
    }

    /** SONAMEs of the libraries that are external to the most portable policy. */
    @Exported
    public List<String> getExternalLibraries() {
        return report.externalLibraries();
    }

    /** Paths of the libraries that a repair put into the wheel. */
    @Exported
    public List<String> getGrafted() {
        return report.grafted();
    }

    /** How the wheel stands to each policy, the most portable first. */
    @Exported
    public List<PolicyView> getPolicies() {
        List<PolicyView> policies = new ArrayList<>();
        report.policies().forEach(policy -> policies.add(0, new PolicyView(policy)));
        return policies;
    }

    /** The versions of symbols that it needs of each library. */
    @Exported
    public List<LibrarySymbols> getVersionedSymbols() {
        return libraries(report.versionedSymbols());
    }

    /** What else a person should know about the wheel. */
    @Exported
    public List<FindingView> getFindings() {
        return report.findings().stream().map(FindingView::new).toList();
    }

    /** The findings, put together by cause. */
    @NonNull
    public List<CauseView> getFindingCauses() {
        return AuditCauses.ofFindings(report.findings(), report.filename()).stream()
                .map(CauseView::new)
                .toList();
    }

    /** What keeps the tag from being more portable, put together by cause. */
    @NonNull
    public List<CauseView> getPinCauses() {
        return AuditCauses.of(report).stream()
                .filter(AuditCause::isPin)
                .map(CauseView::new)
                .toList();
    }

    static List<LibrarySymbols> libraries(Map<String, SortedSet<String>> symbols) {
        List<LibrarySymbols> libraries = new ArrayList<>();
        symbols.forEach((library, names) -> libraries.add(new LibrarySymbols(library, new ArrayList<>(names))));
        return libraries;
    }
}
