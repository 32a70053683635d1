package org.yutang.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yutang.kernel.Refusal;
import org.yutang.ledger.Ledger;
import org.yutang.store.Home;

/// How a server is to be started: from options, environment and file, checked before anything
/// starts.
///
/// @param tls certificate and key, both PEM
record ServerPlan(
    Home home,
    InetAddress address,
    int port,
    Optional<Tls> tls,
    boolean behindProxy,
    Settings settings) {

  record Tls(Path certificate, Path key) {}

  /// The options that `run` and `demo` share.
  static final List<Usage.Option> OPTIONS =
      List.of(
          Usage.Option.of("--port", "N"),
          Usage.Option.of("--dir", "FOLDER"),
          Usage.Option.of("--keys", "FOLDER"));

  /// The further options of `run`.
  static final List<Usage.Option> OPEN_OPTIONS =
      List.of(
          Usage.Option.of("--address", "ADDRESS"),
          Usage.Option.of("--tls", "CERT", "KEY"),
          Usage.Option.of("--behind-proxy"));

  /// @throws Refusal where the plan cannot work
  static ServerPlan of(Arguments arguments, Map<String, String> environment) {
    Path dir = dir(arguments, environment);
    Settings settings = Settings.read(dir, environment);
    arguments
        .findNumber("--port", 0, 65535)
        .ifPresent(port -> settings.override(Setting.PORT, String.valueOf(port), "--port"));
    arguments
        .find("--address")
        .ifPresent(address -> settings.override(Setting.ADDRESS, address, "--address"));
    arguments
        .findPath("--keys")
        .ifPresent(keys -> settings.override(Setting.KEYS, keys.toString(), "--keys"));
    if (arguments.has("--behind-proxy"))
      settings.override(Setting.BEHIND_PROXY, "true", "--behind-proxy");
    List<String> tls = arguments.values("--tls");
    if (!tls.isEmpty()) {
      settings.override(Setting.TLS_CERTIFICATE, Arguments.path(tls.get(0)).toString(), "--tls");
      settings.override(Setting.TLS_KEY, Arguments.path(tls.get(1)).toString(), "--tls");
    }
    return of(dir, settings);
  }

  /// A plan for a server that lives only for one call: any free port on the loopback.
  static ServerPlan forOneCall(Arguments arguments, Map<String, String> environment) {
    return loopback(arguments, environment, Optional.of(0));
  }

  /// A plan for a server that nobody else may reach, whatever the settings say.
  static ServerPlan loopback(Arguments arguments, Map<String, String> environment) {
    return loopback(arguments, environment, arguments.findNumber("--port", 0, 65535));
  }

  private static ServerPlan loopback(
      Arguments arguments, Map<String, String> environment, Optional<Integer> port) {
    Path dir = dir(arguments, environment);
    Settings settings = Settings.read(dir, environment);
    arguments
        .findPath("--keys")
        .ifPresent(keys -> settings.override(Setting.KEYS, keys.toString(), "--keys"));
    port.ifPresent(number -> settings.override(Setting.PORT, String.valueOf(number), "--port"));
    settings.override(Setting.ADDRESS, Setting.ADDRESS.usual(), "");
    settings.override(Setting.BEHIND_PROXY, "false", "");
    settings.override(Setting.TLS_CERTIFICATE, "", "");
    return of(dir, settings);
  }

  /// `--dir`, else `YUTANG_DIR`, else `var` in the project (or here, where that cannot be written).
  static Path dir(Arguments arguments, Map<String, String> environment) {
    return arguments
        .findPath("--dir")
        .or(
            () ->
                Optional.ofNullable(environment.get("YUTANG_DIR"))
                    .filter(dir -> !dir.isBlank())
                    .map(Arguments::path))
        .orElseGet(
            () -> {
              Path project = Arguments.path(System.getProperty("yutang.project", "."));
              Path usual = project.resolve("var");
              return Files.isWritable(Files.exists(usual) ? usual : project)
                  ? usual
                  : Arguments.path("var");
            });
  }

  /// The folders alone, for verbs whose server runs elsewhere.
  static Home home(Arguments arguments, Map<String, String> environment) {
    Path dir = dir(arguments, environment);
    Optional<Path> keys = arguments.findPath("--keys");
    return keys.isPresent()
        ? new Home(dir, keys.get())
        : home(dir, Settings.read(dir, environment));
  }

  private static Home home(Path dir, Settings settings) {
    return new Home(dir, dir.resolve(settings.find(Setting.KEYS).orElse("keys")));
  }

  private static ServerPlan of(Path dir, Settings settings) {
    Optional<Tls> tls = tls(dir, settings);
    InetAddress address = address(settings.get(Setting.ADDRESS));
    boolean behindProxy = settings.yes(Setting.BEHIND_PROXY);
    if (!address.isLoopbackAddress() && tls.isEmpty() && !behindProxy)
      throw new Refusal(CliRefusal.NOT_ENCRYPTED, Map.of("address", address.getHostAddress()));
    ServerPlan plan =
        new ServerPlan(
            home(dir, settings),
            address,
            settings.number(Setting.PORT, 0, 65535),
            tls,
            behindProxy,
            settings);
    plan.refuseBusyPort();
    plan.refuseUnusableFolder();
    return plan;
  }

  String scheme() {
    return tls.isPresent() ? "https" : "http";
  }

  /// The name under which a browser on this machine reaches it.
  String host() {
    String host =
        address.isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress().getHostAddress()
            : address.getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /// What Spring is told; nothing outside this list configures the server.
  List<String> springArguments() {
    List<String> words = new ArrayList<>();
    words.add("--spring.config.location=classpath:/application.yaml");
    words.add("--server.port=" + port);
    words.add("--server.address=" + address.getHostAddress());
    words.add("--yutang.behind-proxy=" + behindProxy);
    // what a proxy says is read once, by SecurityPeer and the filter after it, and not by Tomcat
    // before them
    words.add("--server.forward-headers-strategy=none");
    words.add("--yutang.database-url=" + settings.get(Setting.DATABASE_URL));
    words.add(
        "--yutang.ledger-shards=" + settings.number(Setting.LEDGER_SHARDS, 1, Ledger.MAX_SHARDS));
    words.add("--yutang.log-origin=" + settings.get(Setting.LOG_ORIGIN));
    words.add("--yutang.sandbox-payments=" + settings.yes(Setting.SANDBOX_PAYMENTS));
    words.add("--yutang.local-webhooks=" + settings.yes(Setting.LOCAL_WEBHOOKS));
    words.add("--yutang.read-photos=" + settings.yes(Setting.READ_PHOTOS));
    words.add("--yutang.live-secret=" + settings.get(Setting.LIVE_SECRET));
    words.add("--yutang.live-folder=" + settings.get(Setting.LIVE_FOLDER));
    tls.ifPresent(
        pair -> {
          words.add("--server.ssl.bundle=yutang");
          words.add("--spring.ssl.bundle.pem.yutang.reload-on-update=true");
          words.add(
              "--spring.ssl.bundle.pem.yutang.keystore.certificate=file:" + pair.certificate());
          words.add("--spring.ssl.bundle.pem.yutang.keystore.private-key=file:" + pair.key());
        });
    return words;
  }

  private static Optional<Tls> tls(Path dir, Settings settings) {
    String certificate = settings.get(Setting.TLS_CERTIFICATE);
    if (certificate.isBlank()) return Optional.empty();
    Tls tls = new Tls(dir.resolve(certificate), dir.resolve(settings.get(Setting.TLS_KEY)));
    for (Path file : List.of(tls.certificate(), tls.key())) {
      try {
        if (!Files.readString(file).contains("-----BEGIN"))
          throw new Refusal(CliRefusal.TLS_UNUSABLE, Map.of("file", file, "reason", "no PEM"));
      } catch (IOException e) {
        throw new Refusal(
            CliRefusal.TLS_UNUSABLE, Map.of("file", file, "reason", e.getClass().getSimpleName()));
      }
    }
    return Optional.of(tls);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new Refusal(CliRefusal.ADDRESS_UNUSABLE, Map.of("address", text));
    }
  }

  private void refuseBusyPort() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // a port of a server that has just stopped is free
      socket.bind(new InetSocketAddress(address, port));
    } catch (java.net.BindException e) {
      boolean busy = String.valueOf(e.getMessage()).contains("in use");
      throw busy
          ? new Refusal(
              CliRefusal.PORT_BUSY,
              Map.of("port", String.valueOf(port), "address", address.getHostAddress()))
          : new Refusal(
              CliRefusal.ADDRESS_UNUSABLE,
              Map.of("address", address.getHostAddress() + ":" + port));
    } catch (IOException e) {
      throw new Refusal(
          CliRefusal.ADDRESS_UNUSABLE, Map.of("address", address.getHostAddress() + ":" + port));
    }
  }

  private void refuseUnusableFolder() {
    try {
      Files.createDirectories(home.dir());
      if (Files.isWritable(home.dir())) return;
    } catch (IOException e) {
      throw new Refusal(CliRefusal.FOLDER_UNUSABLE, Map.of("folder", home.dir()));
    }
    throw new Refusal(CliRefusal.FOLDER_UNUSABLE, Map.of("folder", home.dir()));
  }
}
