package org.yutang.web;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Addresses of static files with a digest of their content, so that browsers may keep them for
/// ever.
@Component
class Assets {

  /// Where the one library of the pages lies.
  static final String HTMX = "/webjars/htmx.org/2.0.10/dist/htmx.min.js";

  private final Map<String, String> addresses = new ConcurrentHashMap<>();

  String address(String path) {
    return addresses.computeIfAbsent(path, known -> known + "?v=" + digest(known));
  }

  private static String digest(String path) {
    String root = path.startsWith("/webjars/") ? "/META-INF/resources" : "/static";
    try (InputStream file = Assets.class.getResourceAsStream(root + path)) {
      if (file == null) throw new IllegalStateException("no static file " + path);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.readAllBytes());
      return HexFormat.of().formatHex(digest, 0, 5);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
