package org.yutang.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// How one would build a flash claim without a ledger: Redis with one Lua script that knows the
/// stock and what each buyer has had, and an append-only file that is forced to disk before each
/// answer. The server is the installed `redis-server`, started on a free loopback port in a
/// temporary folder and stopped by [#close].
final class RedisPeer implements AutoCloseable {

  static final String NAME =
      "Redis, a Lua script with stock and limit a buyer, appendfsync always, over sockets";

  /// What a claim comes to.
  static final int ACCEPTED = 1;

  static final int SOLD_OUT = -1;
  static final int LIMIT_REACHED = -2;

  /// Connections that each wait for an answer before they ask again.
  static final int UNPIPELINED = 256;

  /// Connections and commands at once where answers are not waited for one by one.
  static final int PIPELINED = 16;

  static final int DEPTH = 128;

  private static final String STOCK = "stock";
  private static final String TAKEN = "taken";
  private static final String CLAIMS = "claims";
  private static final int LIMIT = 3;
  private static final long START_LIMIT_NANOS = 10_000_000_000L;

  /// Takes one of the stock for a buyer: what is left first, since most who come find nothing.
  private static final String SCRIPT =
      """
      local left = tonumber(redis.call('get', KEYS[1]) or '0')
      if left < 1 then return -1 end
      local had = tonumber(redis.call('hget', KEYS[2], ARGV[1]) or '0')
      if had >= tonumber(ARGV[2]) then return -2 end
      redis.call('decr', KEYS[1])
      redis.call('hincrby', KEYS[2], ARGV[1], 1)
      redis.call('rpush', KEYS[3], ARGV[1])
      return 1
      """;

  private final Process server;
  private final Path folder;
  private final int port;
  private final RespConnection connection;
  private final String script;

  private RedisPeer(Process server, Path folder, int port, RespConnection connection) {
    this.server = server;
    this.folder = folder;
    this.port = port;
    this.connection = connection;
    this.script = connection.call("script", "load", SCRIPT);
  }

  /// Empty where no `redis-server` is on the path.
  static Optional<RedisPeer> start() throws IOException, InterruptedException {
    Optional<Path> program = onPath("redis-server");
    if (program.isEmpty()) return Optional.empty();
    Path folder = Files.createTempDirectory("yutang-redis");
    int port = freePort();
    Process server = launch(program.get(), folder, port);
    try {
      return Optional.of(new RedisPeer(server, folder, port, connect(server, port)));
    } catch (IOException | RuntimeException e) {
      server.destroyForcibly().waitFor();
      delete(folder);
      throw e;
    }
  }

  /// How many claims a second, and what became of them.
  record Claimed(double perSecond, int accepted, int soldOut, int limitReached) {}

  /// Claims by as many buyers, each over one of [#UNPIPELINED] connections that waits for its
  /// answer; begins with that stock and nobody served.
  Claimed accepted(int claims, int stock) throws IOException {
    return claim(claims, stock, UNPIPELINED, 1);
  }

  /// Claims of which every one is too late, pipelined.
  Claimed refused(int claims) throws IOException {
    return claim(claims, 0, PIPELINED, DEPTH);
  }

  private Claimed claim(int claims, int stock, int connections, int depth) throws IOException {
    fill(stock);
    RespLoad.Result result = new RespLoad(claims, commands(), depth).run(port, connections);
    return new Claimed(
        claims / result.seconds(),
        result.count(ACCEPTED),
        result.count(SOLD_OUT),
        result.count(LIMIT_REACHED));
  }

  /// Forgets everything and begins with that stock.
  void fill(int stock) {
    connection.call("flushall", "sync");
    connection.call("set", STOCK, String.valueOf(stock));
  }

  /// One claim of one buyer over a connection of the caller's.
  int claim(RespConnection over, String buyer) {
    return Integer.parseInt(over.call(words(buyer)));
  }

  /// For callers that want to wait by themselves.
  RespConnection open() throws IOException {
    return new RespConnection(port);
  }

  int port() {
    return port;
  }

  /// The words of one claim, for other clients.
  String[] words(String buyer) {
    return new String[] {
      "evalsha", script, "3", STOCK, TAKEN, CLAIMS, buyer, String.valueOf(LIMIT)
    };
  }

  /// Encoded once; only the buyer's ten digits change.
  private IntFunction<byte[]> commands() {
    String blank = "0000000000";
    byte[] one = RespConnection.encode(List.of(words(blank)));
    int at = new String(one, StandardCharsets.ISO_8859_1).lastIndexOf(blank);
    return number -> {
      int rest = number;
      for (int i = at + blank.length() - 1; i >= at; i--, rest /= 10)
        one[i] = (byte) ('0' + rest % 10);
      return one;
    };
  }

  private static Process launch(Path program, Path folder, int port) throws IOException {
    return new ProcessBuilder(
            List.of(
                program.toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "",
                // a rewrite in the middle of a round would only slow it down
                "--auto-aof-rewrite-percentage",
                "0"))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private static RespConnection connect(Process server, int port)
      throws IOException, InterruptedException {
    long limit = System.nanoTime() + START_LIMIT_NANOS;
    while (true) {
      try {
        RespConnection made = new RespConnection(port);
        made.call("ping");
        return made;
      } catch (IOException e) {
        if (!server.isAlive() || System.nanoTime() > limit) throw e;
        Thread.sleep(20);
      }
    }
  }

  static Optional<Path> onPath(String program) {
    return Arrays.stream(
            Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Stops the server and deletes its folder.
  @Override
  public void close() throws IOException, InterruptedException {
    connection.close();
    server.destroy();
    if (!server.waitFor(10, TimeUnit.SECONDS)) server.destroyForcibly().waitFor();
    delete(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    }
  }
}
