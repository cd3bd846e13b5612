package io.jenkins.plugins.mlcwheels.engine.release;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A host whose publisher dies at a chosen call, before or after it had its effect. */
public final class CrashingHost {

    /** The death of the process; nothing that the engine catches. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        public Crash(String where) {
            super(where);
        }
    }

    private final ReleaseHost host;
    private final int survived;
    private final boolean effect;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<ReleaseLease> leases = new ArrayList<>();

    /**
     * @param survived how many calls go well
     * @param effect whether the last call does its work before its publisher dies
     */
    public CrashingHost(ReleaseHost host, int survived, boolean effect) {
        this.host = host;
        this.survived = survived;
        this.effect = effect;
    }

    public ReleaseHost asHost() {
        return (ReleaseHost) Proxy.newProxyInstance(
                ReleaseHost.class.getClassLoader(), host.getClass().getInterfaces(), (proxy, method, arguments) -> {
                    if (method.getName().equals("part")) {
                        Class<?> type = (Class<?>) arguments[0];
                        return type.isInstance(proxy) ? Optional.of(proxy) : Optional.empty();
                    }
                    calls.add(method.getName());
                    int count = calls.size();
                    if (count > survived + 1 || count == survived + 1 && !effect) {
                        throw new Crash(method.getName());
                    }
                    try {
                        Object result = method.invoke(host, arguments);
                        if (result instanceof ReleaseLease lease) {
                            leases.add(lease);
                        }
                        if (count == survived + 1) {
                            throw new Crash(method.getName());
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Ends what ends with a process: a directory's locks. */
    public void bury() {
        leases.forEach(ReleaseLease::close);
    }

    /** The names of all calls, the fatal one included. */
    public List<String> calls() {
        return List.copyOf(calls);
    }
}
