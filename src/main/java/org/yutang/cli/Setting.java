package org.yutang.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Everything that can be configured: the whole table. A key stands in `<dir>/yutang.yaml`, or in
/// the environment as [#variable]; options of the command line win over the environment, and that
/// over the file.
enum Setting {
  PORT("port", "8080"),
  ADDRESS("address", "127.0.0.1"),
  TLS_CERTIFICATE("tls.certificate", ""),
  TLS_KEY("tls.key", ""),
  BEHIND_PROXY("behind-proxy", "false"),
  KEYS("keys", "<dir>/keys"),
  DATABASE_URL("database-url", ""),
  /// How many shards the ledger has; fixed by its first account.
  LEDGER_SHARDS("ledger-shards", "1"),
  /// The public log's name in its checkpoints; without one, the name that the installation got at
  /// its first start.
  LOG_ORIGIN("log-origin", ""),
  /// Whether strangers may "pay" without money, for trying out.
  SANDBOX_PAYMENTS("sandbox-payments", "false"),
  /// Whether webhooks of shops may tell this machine itself, for trying out.
  LOCAL_WEBHOOKS("local-webhooks", "false"),
  /// Whether photos of bills are read by machine; it takes up to a gigabyte of memory meanwhile.
  READ_PHOTOS("read-photos", "true"),
  /// What the RTMP server says to be believed: 32 to 128 letters and digits; none: nobody
  /// publishes.
  LIVE_SECRET("live-secret", ""),
  /// Where the RTMP server writes its HLS.
  LIVE_FOLDER("live-folder", "");

  /// Variables that are not settings of a server but may be set beside it.
  private static final String[] OTHERS = {
    "YUTANG_DIR",
    "YUTANG_JAVA_OPTIONS",
    "YUTANG_CLASSPATH",
    "YUTANG_SHARED_DATA",
    "YUTANG_TEST_DATABASE_URL"
  };

  private final String key;
  private final String usual;

  Setting(String key, String usual) {
    this.key = key;
    this.usual = usual;
  }

  String key() {
    return key;
  }

  /// What holds where nothing is said.
  String usual() {
    return usual;
  }

  /// Such as `YUTANG_TLS_KEY`.
  String variable() {
    return "YUTANG_" + name();
  }

  static Optional<Setting> find(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  static Optional<Setting> findVariable(String name) {
    return Arrays.stream(values()).filter(setting -> setting.variable().equals(name)).findFirst();
  }

  /// Whether a variable of the environment means anything here although it is no setting.
  static boolean isOther(String variable) {
    return Arrays.asList(OTHERS).contains(variable);
  }

  /// The known key that was most likely meant.
  static String nearest(String key) {
    return nearest(key, Arrays.stream(values()).map(Setting::key).toArray(String[]::new));
  }

  static String nearestVariable(String name) {
    return nearest(
        name.toUpperCase(Locale.ROOT),
        Arrays.stream(values()).map(Setting::variable).toArray(String[]::new));
  }

  private static String nearest(String given, String[] known) {
    String best = known[0];
    for (String candidate : known)
      if (distance(given, candidate) < distance(given, best)) best = candidate;
    return best;
  }

  /// Levenshtein's: how many letters to add, drop or change.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        row[j] =
            Math.min(
                Math.min(above, row[j - 1]) + 1,
                diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
