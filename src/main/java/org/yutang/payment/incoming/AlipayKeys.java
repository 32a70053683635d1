package org.yutang.payment.incoming;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.yutang.store.Home;

/// What Alipay and we know of each other: the file `alipay.properties` in the server's keys folder,
/// outside database and backup. It is read again when it changes; without it, or with one that
/// lacks something, Alipay is not offered.
@Component
class AlipayKeys {

  static final String FILE = "alipay.properties";
  static final String GATEWAY = "https://openapi.alipay.com/gateway.do";

  private static final Logger LOG = LoggerFactory.getLogger(AlipayKeys.class);

  private final Path file;
  private @Nullable FileTime read;
  private Optional<App> known = Optional.empty();

  AlipayKeys(Home home) {
    this.file = home.keys().resolve(FILE);
  }

  /// @param seller the account that is paid, if notices are to name it
  /// @param privateKey ours, PKCS #8 in Base64
  /// @param publicKey Alipay's, X.509 in Base64
  /// @param home where this server is reached from outside, without a slash at its end
  record App(
      String id,
      Optional<String> seller,
      String privateKey,
      String publicKey,
      String gateway,
      String home) {

    @Override
    public String toString() {
      return "app " + id;
    }
  }

  synchronized Optional<App> find() {
    try {
      if (!Files.isRegularFile(file)) {
        read = null;
        known = Optional.empty();
        return known;
      }
      FileTime changed = Files.getLastModifiedTime(file);
      if (changed.equals(read)) return known;
      Properties lines = new Properties();
      try (Reader reader = Files.newBufferedReader(file)) {
        lines.load(reader);
      }
      read = changed;
      known = app(lines);
      if (known.isEmpty())
        LOG.warn("{} lacks something that Alipay needs: payments through it are not offered", FILE);
      return known;
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("{} cannot be read: payments through Alipay are not offered", FILE);
      known = Optional.empty();
      return known;
    }
  }

  private static Optional<App> app(Properties lines) {
    Map<String, String> needed =
        Map.of(
            "id", said(lines, "app-id"),
            "private", said(lines, "app-private-key"),
            "public", said(lines, "alipay-public-key"),
            "home", said(lines, "public-address"));
    if (needed.values().stream().anyMatch(String::isEmpty)) return Optional.empty();
    String gateway = said(lines, "gateway");
    App app =
        new App(
            said(lines, "app-id"),
            Optional.of(said(lines, "seller-id")).filter(text -> !text.isEmpty()),
            said(lines, "app-private-key"),
            said(lines, "alipay-public-key"),
            gateway.isEmpty() ? GATEWAY : gateway,
            said(lines, "public-address").replaceFirst("/+$", ""));
    boolean sound = isWeb(app.gateway()) && isWeb(app.home()) && areKeys(app);
    return sound ? Optional.of(app) : Optional.empty();
  }

  private static boolean areKeys(App app) {
    try {
      KeyFactory rsa = KeyFactory.getInstance("RSA");
      Base64.Decoder base64 = Base64.getDecoder();
      return rsa.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(app.privateKey()))) != null
          && rsa.generatePublic(new X509EncodedKeySpec(base64.decode(app.publicKey()))) != null;
    } catch (InvalidKeySpecException e) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isWeb(String address) {
    URI uri = URI.create(address);
    return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
        && uri.getHost() != null;
  }

  private static String said(Properties lines, String name) {
    return lines.getProperty(name, "").strip();
  }
}
