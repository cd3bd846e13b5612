package io.jenkins.plugins.mlcwheels.view;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.mlcwheels.record.PublishedRelease;
import io.jenkins.plugins.mlcwheels.record.ReleasesAction;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The page of what the controller signed for the releases of a build, {@code signatures/} below the build, which guards
 * it: whoever may not read its job never gets here.
 */
@ExportedBean
public final class SignaturesPage implements Action {

    private final Run<?, ?> run;

    SignaturesPage(@NonNull Run<?, ?> run) {
        this.run = run;
    }

    /** The build that made the releases. */
    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    /** The remote API of this page. */
    public Api getApi() {
        return new Api(this);
    }

    /** Those of which something was signed. */
    @Exported
    @NonNull
    public List<PublishedRelease> getReleases() {
        return signed(run);
    }

    private static List<PublishedRelease> signed(Run<?, ?> run) {
        return ReleasesAction.of(run).map(ReleasesAction::getReleases).orElse(List.of()).stream()
                .filter(release -> release.getSignature() != null)
                .toList();
    }

    @Override
    public String getIconFileName() {
        return "symbol-wheel plugin-mlc-wheels";
    }

    @Override
    public String getDisplayName() {
        return Messages.SignaturesPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "signatures";
    }

    /** Gives the page to every build with a signed release. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return SignaturesPage.class;
        }

        @NonNull
        @Override
        public Collection<? extends Action> createFor(@NonNull Run target) {
            Run<?, ?> run = target;
            return signed(run).isEmpty() ? List.of() : List.of(new SignaturesPage(run));
        }
    }
}
