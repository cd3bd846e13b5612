package io.jenkins.plugins.mlcwheels.engine.release;

import java.util.Optional;

/**
 * A release as a host has it.
 *
 * @param id what the host calls it; numbers are compared as such to tell the older of two
 * @param draft whether only its makers can see it
 * @param prerelease whether people who ask for no version are not offered it
 * @param immutable whether nothing can be added to it or taken from it
 * @param mark what we wrote into it, if we made it and have not published it
 * @param held whether a publisher has taken a lease on it, dead or alive
 * @param bytes how many bytes its assets hold
 * @param notes the text that people read, without our mark
 * @param url its page
 */
public record HostedRelease(
        String id,
        String tag,
        boolean draft,
        boolean prerelease,
        boolean immutable,
        Optional<PublishMark> mark,
        boolean held,
        long bytes,
        String name,
        String notes,
        String url) {

    /** Whether it is a draft that a publisher of ours made, so that it may be changed and deleted freely. */
    public boolean isOurDraft() {
        return draft && mark.isPresent();
    }

    /** Whether it is a draft of ours that somebody else is just about to publish, or died before that. */
    public boolean isBeingPublishedByOtherThan(String publisher) {
        return isOurDraft()
                && mark.filter(PublishMark::publishing)
                        .filter(known -> !known.publisher().equals(publisher))
                        .isPresent();
    }
}
