package io.jenkins.plugins.mlcwheels.engine.http;

/**
 * Who is asked, as people know it.
 *
 * @param name such as its host
 * @param statusPage where it tells of its own failures; empty if there is no such page
 */
public record Service(String name, String statusPage) {

    /** One without a page of its own. */
    public static Service of(String name) {
        return new Service(name, "");
    }
}
