package org.yutang.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// Many connections that each post and wait for the answer, as little of a client as will do: it
/// shares the processor with what it measures. HTTP/1.1 with bodies of a known length or in chunks.
final class HttpLoad {

  private final int port;
  private final int connections;

  HttpLoad(int port, int connections) {
    this.port = port;
    this.connections = connections;
  }

  /// One request: headers without the blank line, and a body.
  record Post(String path, List<String> headers, String body) {
    byte[] bytes() {
      byte[] content = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n");
      for (String header : headers) head.append(header).append("\r\n");
      head.append("Content-Type: application/json\r\nContent-Length: ").append(content.length);
      head.append("\r\n\r\n");
      return (head + body).getBytes(StandardCharsets.UTF_8);
    }
  }

  /// Sends requests number 0 to `requests` - 1.
  ///
  /// @return how often each status was answered
  Map<Integer, Integer> run(int requests, IntFunction<Post> post) throws Exception {
    AtomicInteger next = new AtomicInteger();
    Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    List<Callable<Boolean>> callers = new ArrayList<>();
    for (int i = 0; i < connections; i++)
      callers.add(
          () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
              socket.setTcpNoDelay(true);
              InputStream in = new BufferedInputStream(socket.getInputStream());
              for (int number = next.getAndIncrement();
                  number < requests;
                  number = next.getAndIncrement()) {
                socket.getOutputStream().write(post.apply(number).bytes());
                statuses.merge(answer(in), 1, Integer::sum);
              }
            }
            return true;
          });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> caller : threads.invokeAll(callers)) caller.get();
    }
    return statuses;
  }

  /// Reads one answer to its end and returns its status.
  private static int answer(InputStream in) throws IOException {
    int status = Integer.parseInt(line(in).substring(9, 12));
    int length = 0;
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      String low = header.toLowerCase(Locale.ROOT);
      if (low.startsWith("content-length:")) length = Integer.parseInt(low.substring(15).strip());
      if (low.startsWith("transfer-encoding:")) chunked = low.contains("chunked");
    }
    if (!chunked) in.skipNBytes(length);
    else
      for (int size = Integer.parseInt(line(in), 16); ; size = Integer.parseInt(line(in), 16)) {
        in.skipNBytes(size);
        line(in);
        if (size == 0) break;
      }
    return status;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) throw new EOFException("the server closed the connection");
      if (next != '\r') line.append((char) next);
    }
    return line.toString();
  }
}
