package io.jenkins.plugins.mlcwheels.engine.release;

import io.jenkins.plugins.mlcwheels.engine.EngineException;
import io.jenkins.plugins.mlcwheels.engine.text.PrintableText;
import java.util.List;
import java.util.stream.Collectors;

/** A release that must not be published as it is. Nobody can see a change; all problems that were found are in it. */
public final class PublishRefusedException extends EngineException {

    private static final long serialVersionUID = 1L;

    private final String message;
    private final transient List<ReleaseProblem> problems;

    /** @param problems at least one */
    public PublishRefusedException(String tag, List<ReleaseProblem> problems) {
        super(Kind.PUBLISH_REFUSED, "", suggestion(problems));
        this.message = PrintableText.lines(message(tag, problems));
        this.problems = List.copyOf(problems);
    }

    /** One line, or with several problems a line for each of them. */
    @Override
    public String getMessage() {
        return message;
    }

    /** Each of them; none where the exception comes from another process, whose message still tells. */
    public List<ReleaseProblem> problems() {
        return problems == null ? List.of() : problems;
    }

    private static String message(String tag, List<ReleaseProblem> problems) {
        if (problems.size() == 1) {
            return tag + " was not published: " + problems.get(0).what();
        }
        return tag + " was not published, for " + problems.size() + " reasons"
                + problems.stream().map(problem -> "\n  - " + problem).collect(Collectors.joining("", ":", ""));
    }

    private static String suggestion(List<ReleaseProblem> problems) {
        return problems.size() == 1
                ? problems.get(0).remedy()
                : "Nothing was published. Fix these problems and publish again.";
    }
}
