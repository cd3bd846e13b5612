package io.jenkins.plugins.mlcwheels.engine.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP proxy on this machine, for tests: tunnels what comes by CONNECT, passes on plain requests, and remembers
 * where to. With a user and a password it lets in nobody else.
 */
public final class ForwardProxy implements AutoCloseable {

    private static final int LARGEST_HEAD = 1 << 16;

    private final ServerSocket server;
    private final String credentials;
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private ForwardProxy(String credentials) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.credentials = credentials;
        threads.submit(this::accept);
    }

    /** Lets everybody in. */
    public static ForwardProxy start() throws IOException {
        return new ForwardProxy("");
    }

    /** @param credentials {@code USER:PASSWORD} */
    public static ForwardProxy start(String credentials) throws IOException {
        return new ForwardProxy(credentials);
    }

    /** {@code 127.0.0.1:PORT} */
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** The servers that requests were for, each as {@code HOST:PORT}, once for every connection. */
    public List<String> targets() {
        return List.copyOf(targets);
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            open.add(client);
            threads.submit(() -> serve(client));
        }
    }

    private Void serve(Socket client) throws IOException {
        try (client) {
            String head = head(client.getInputStream());
            OutputStream out = client.getOutputStream();
            if (!isLetIn(head)) {
                out.write(
                        ascii("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                                + "Content-Length: 0\r\nConnection: close\r\n\r\n"));
                return null;
            }
            String[] request = head.split(" ", 3);
            boolean tunnel = request[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "connect://" + request[1] : request[1]);
            targets.add(target.getHost() + ":" + target.getPort());
            try (Socket origin = new Socket(target.getHost(), target.getPort())) {
                open.add(origin);
                if (tunnel) {
                    out.write(ascii("HTTP/1.1 200 Connection established\r\n\r\n"));
                } else {
                    origin.getOutputStream().write(ascii(plain(head, request[1], target)));
                }
                threads.submit(() -> client.getInputStream().transferTo(origin.getOutputStream()));
                origin.getInputStream().transferTo(out);
            }
            return null;
        }
    }

    /** As the origin wants it; one request for each connection. */
    private static String plain(String head, String absolute, URI target) {
        String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
        return head.replace(" " + absolute + " ", " " + path + " ")
                .replaceAll("(?i)Proxy-Authorization: [^\r]*\r\n", "")
                .replaceAll("(?i)Connection: [^\r]*\r\n", "")
                .replaceFirst("\r\n", "\r\nConnection: close\r\n");
    }

    private boolean isLetIn(String head) {
        String value = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
        return credentials.isEmpty() || head.contains("\r\nProxy-Authorization: Basic " + value + "\r\n");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < LARGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("hung up");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
