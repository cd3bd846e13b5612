package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Functions;
import hudson.Util;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.ModelObject;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.engine.audit.AuditReportJson;
import io.jenkins.plugins.mlcwheels.engine.audit.InvalidAuditReportException;
import io.jenkins.plugins.mlcwheels.record.WheelRecord;
import io.jenkins.plugins.mlcwheels.retention.WheelLifetime;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.WebMethod;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * One wheel, as a row of the table and as a page of its own. The audit report and the artifacts are looked at only when
 * something of them is shown.
 */
@ExportedBean(defaultVisibility = 2)
public final class WheelView implements ModelObject {

    private static final int SHORT_SHA256 = 8;
    private static final Pattern NAME_PART_ENDS = Pattern.compile("(?<=-)|(?<=\\.)(?=[a-z])|(?<=_)(?!64)");

    private final WheelsPage page;
    private final WheelRecord record;
    private final Artifacts artifacts;

    @CheckForNull
    private AuditView audit;

    private String auditProblem = "";

    WheelView(WheelsPage page, WheelRecord record, Artifacts artifacts) {
        this.page = page;
        this.record = record;
        this.artifacts = artifacts;
    }

    /** The build that recorded the wheel. */
    @NonNull
    public Run<?, ?> getRun() {
        return page.getRun();
    }

    /** The remote API of this page. */
    public Api getApi() {
        return new Api(this);
    }

    /** What the build recorded of the wheel. */
    @Exported(merge = true)
    @NonNull
    public WheelRecord getRecord() {
        return record;
    }

    @Override
    public String getDisplayName() {
        return record.getFileName();
    }

    /** The file name in the parts between which a line may end: where a tag begins, and not within x86_64. */
    @NonNull
    public List<String> getNameParts() {
        return List.of(NAME_PART_ENDS.split(record.getFileName()));
    }

    /** The first 8 digits, for people to compare. */
    @NonNull
    public String getShortSha256() {
        return record.getSha256().substring(0, SHORT_SHA256);
    }

    /** Such as {@code 12.3 MiB}. */
    @NonNull
    public String getSizeText() {
        return Functions.humanReadableByteSize(record.getSize());
    }

    /** Address of the wheel's page, relative to the build's; parts of it are encoded. */
    @Exported(name = "page")
    @NonNull
    public String getPageUrl() {
        return "wheels/" + record.getSha256() + "/";
    }

    /** Address of the wheel itself, relative to the build's; null if it wasn't archived, is gone or may not be seen. */
    @Exported(name = "artifact")
    @CheckForNull
    public String getArtifactUrl() {
        if (!record.isArchived() || page.isRemoved() || !artifacts.visible()) {
            return null;
        }
        return Arrays.stream(record.getPath().split("/"))
                .map(Util::rawEncode)
                .collect(Collectors.joining("/", "artifact/", ""));
    }

    /** Why and until when it is among the artifacts, or no longer; null if it wasn't archived. */
    @CheckForNull
    public WheelLifetime getLifetime() {
        return record.isArchived() ? page.getLifetime() : null;
    }

    /** Not part of the list, where it would make every reader wait for the place where artifacts are kept. */
    @Exported(visibility = 1)
    @NonNull
    public ArtifactState getArtifactState() {
        return record.isArchived() && page.isRemoved() && artifacts.visible()
                ? ArtifactState.GONE
                : artifacts.state(record);
    }

    /** What the audit found; null if it can't be read, for the reason that {@link #getAuditProblem()} gives. */
    @Exported(visibility = 1)
    @CheckForNull
    public synchronized AuditView getAudit() throws IOException {
        if (audit == null && auditProblem.isEmpty()) {
            String report = page.report(record.getSha256());
            if (report == null) {
                auditProblem = record.isSdist()
                        ? "Source distributions are not audited. It was built again from its own content."
                        : "The audit report is no longer there.";
            } else {
                read(report);
            }
        }
        return audit;
    }

    private void read(String report) {
        try {
            audit = new AuditView(AuditReportJson.parse(report));
        } catch (InvalidAuditReportException e) {
            auditProblem = "The audit report can't be read: " + e.getMessage();
        }
    }

    /** Why there is no audit; empty if there is. */
    @NonNull
    public String getAuditProblem() throws IOException {
        getAudit();
        return auditProblem;
    }

    /** The report as the engine wrote it. */
    @WebMethod(name = "audit.json")
    public void doAuditJson(StaplerResponse2 response) throws IOException {
        getRun().getParent().checkPermission(Item.READ);
        String report = page.report(record.getSha256());
        if (report == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("application/json;charset=UTF-8");
        response.getWriter().write(report);
    }
}
