package org.yutang.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One blocking connection to Redis that sends a command and waits for its answer. For one thread.
final class RespConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream answers;

  RespConnection(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    this.socket.setTcpNoDelay(true);
    this.answers = new BufferedInputStream(socket.getInputStream());
  }

  /// The answer's text, whatever simple kind it is of.
  ///
  /// @throws IllegalStateException if Redis answers with an error
  String call(String... words) {
    try {
      socket.getOutputStream().write(encode(List.of(words)));
      String line = line();
      return switch (line.charAt(0)) {
        case '+', ':' -> line.substring(1);
        case '$' -> bulk(Integer.parseInt(line.substring(1)));
        default -> throw new IllegalStateException("Redis says " + line);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A command as Redis reads it: an array of strings, each with its length.
  static byte[] encode(List<String> words) {
    StringBuilder text = new StringBuilder("*" + words.size() + "\r\n");
    for (String word : words)
      text.append('$')
          .append(word.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n")
          .append(word)
          .append("\r\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private String bulk(int length) throws IOException {
    if (length < 0) return "";
    byte[] bytes = answers.readNBytes(length);
    line();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = answers.read(); next != '\n'; next = answers.read()) {
      if (next < 0) throw new EOFException("Redis closed the connection");
      if (next != '\r') line.append((char) next);
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
