package org.yutang.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Many connections to Redis driven by one thread and a selector, because a thread a connection
/// would take from Redis the processor that they share. Each connection sends `depth` commands at
/// once and the next as soon as all their answers are in, as `redis-benchmark -c … -P …` does.
///
/// For one run and one thread.
final class RespLoad {

  private static final int COMMAND_BYTES = 256;
  private static final int READ_BYTES = 1 << 14;

  private final int commands;
  private final IntFunction<byte[]> command;
  private final int depth;
  private final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);
  private final Map<Integer, Integer> answers = new HashMap<>();
  private int sent;
  private int answered;

  /// @param commands how many are sent; all of them answer with a whole number
  /// @param command the encoded command of that number, at most [#COMMAND_BYTES] long
  /// @param depth how many each connection sends at once
  RespLoad(int commands, IntFunction<byte[]> command, int depth) {
    this.commands = commands;
    this.command = command;
    this.depth = depth;
  }

  /// What came back.
  ///
  /// @param seconds from the first command to the last answer; opening connections is not counted
  /// @param answers how often each number was answered
  record Result(double seconds, Map<Integer, Integer> answers) {

    int count(int answer) {
      return answers.getOrDefault(answer, 0);
    }
  }

  /// @throws IOException if a connection breaks or anything but a number comes back
  Result run(int port, int connections) throws IOException {
    List<SocketChannel> channels = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      List<Line> lines = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channels.add(channel);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        lines.add(new Line(channel, channel.register(selector, SelectionKey.OP_READ)));
      }
      long start = System.nanoTime();
      for (Line line : lines) line.send();
      while (answered < sent) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) ((Line) key.attachment()).serve();
        selector.selectedKeys().clear();
      }
      return new Result((System.nanoTime() - start) / 1e9, Map.copyOf(answers));
    } finally {
      for (SocketChannel channel : channels) channel.close();
    }
  }

  /// One connection.
  private final class Line {

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer out = ByteBuffer.allocateDirect(COMMAND_BYTES * depth);
    private int flying;

    /// Of the answer that is being read.
    private int value;

    private boolean negative;

    Line(SocketChannel channel, SelectionKey key) {
      this.channel = channel;
      this.key = key;
      key.attach(this);
    }

    void send() throws IOException {
      out.clear();
      for (; flying < depth && sent < commands; flying++) out.put(command.apply(sent++));
      out.flip();
      write();
    }

    private void write() throws IOException {
      channel.write(out);
      key.interestOps(
          out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }

    void serve() throws IOException {
      if (key.isWritable()) write();
      if (!key.isReadable()) return;
      read.clear();
      if (channel.read(read) < 0) throw new EOFException("Redis closed the connection");
      read.flip();
      while (read.hasRemaining()) take(read.get());
      if (flying == 0 && sent < commands) send();
    }

    /// Answers look like `:-1\r\n`.
    private void take(byte next) throws IOException {
      switch (next) {
        case ':', '\r' -> {}
        case '-' -> negative = true;
        case '\n' -> {
          answers.merge(negative ? -value : value, 1, Integer::sum);
          answered++;
          flying--;
          value = 0;
          negative = false;
        }
        default -> {
          if (next < '0' || next > '9') throw new IOException("Redis says no number");
          value = 10 * value + (next - '0');
        }
      }
    }
  }
}
