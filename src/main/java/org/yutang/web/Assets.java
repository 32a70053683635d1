package org.yutang.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Static files: their addresses, with a digest of their content, so that browsers may keep them
/// for ever, and the style sheet that goes with a page.
@Component
class Assets {

  static final String TOKENS = "/assets/tokens.css";
  static final String SHEET = "/assets/app.css";

  /// Where the one library of the pages lies.
  static final String HTMX = "/webjars/htmx.org/2.0.10/dist/htmx.min.js";

  private final Map<String, String> addresses = new ConcurrentHashMap<>();
  private final String style = bare(text(TOKENS) + text(SHEET));

  String address(String path) {
    return addresses.computeIfAbsent(
        path, known -> known + "?v=" + HexFormat.of().formatHex(sha256(read(known)), 0, 5));
  }

  /// The whole style sheet, to stand in a page.
  String style() {
    return style;
  }

  /// How the content security policy names [#style].
  String styleSource() {
    return "'sha256-"
        + Base64.getEncoder().encodeToString(sha256(style.getBytes(StandardCharsets.UTF_8)))
        + "'";
  }

  /// Without comments, indentation and empty lines.
  static String bare(String css) {
    return css.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("\\s*\n\\s*", "\n").strip();
  }

  private static String text(String path) {
    return new String(read(path), StandardCharsets.UTF_8);
  }

  private static byte[] read(String path) {
    String root = path.startsWith("/webjars/") ? "/META-INF/resources" : "/static";
    try (InputStream file = Assets.class.getResourceAsStream(root + path)) {
      if (file == null) throw new IllegalStateException("no static file " + path);
      return file.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
