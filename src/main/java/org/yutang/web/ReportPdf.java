package org.yutang.web;

import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import io.nayuki.qrcodegen.QrCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.springframework.stereotype.Component;
import org.yutang.kernel.Refusal;

/// Reports on A4. Made one at a time, because each takes a processor for a moment and anybody may
/// ask; what was made is kept until its figures, its language, or the public log change.
///
/// Nothing is fetched: fonts come from the class path, the one picture stands in the text, and
/// every address that a template might name is refused.
@Component
class ReportPdf {

  private static final int KEPT = 16;
  private static final long PATIENCE_SECONDS = 20;
  private static final int QR_PIXELS = 8;
  private static final int QR_BORDER = 2;

  static {
    // it tells of every style sheet and font, to the standard error
    XRLog.setLoggingEnabled(false);
  }

  private final Templates templates;
  private final Semaphore turn = new Semaphore(1);
  private final Map<String, byte[]> kept =
      new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > KEPT;
        }
      };

  ReportPdf(Templates templates) {
    this.templates = templates;
  }

  /// Refuses with [WebRefusal#TOO_BUSY] where others keep it busy for too long.
  byte[] of(Screen s, ReportView.One view) {
    return of(
        String.join(" ", s.lang(), view.checksum(), String.valueOf(view.logSize()), view.home()),
        () -> templates.text("report-pdf", s, view));
  }

  /// The same for any XHTML page.
  ///
  /// @param key names all that the page depends on
  byte[] of(String key, Supplier<String> xhtml) {
    byte[] known = find(key);
    if (known != null) return known;
    boolean mine = false;
    try {
      mine = turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!mine) throw new Refusal(WebRefusal.TOO_BUSY);
      byte[] made = find(key);
      if (made != null) return made;
      made = draw(xhtml.get());
      synchronized (kept) {
        kept.put(key, made);
      }
      return made;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(WebRefusal.TOO_BUSY);
    } finally {
      if (mine) turn.release();
    }
  }

  private byte @org.jspecify.annotations.Nullable [] find(String key) {
    synchronized (kept) {
      return kept.get(key);
    }
  }

  /// Draws an XHTML page, without the characters that no such page may have.
  static byte[] draw(String xhtml) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 * 1024);
    try {
      PdfRendererBuilder builder = new PdfRendererBuilder();
      builder.useFont(() -> font("Regular"), "Yutang", 400, FontStyle.NORMAL, true);
      builder.useFont(() -> font("Bold"), "Yutang", 700, FontStyle.NORMAL, true);
      builder.useUriResolver((base, uri) -> uri.startsWith("data:image/png;base64,") ? uri : null);
      builder.withProducer("Yutang");
      builder.withHtmlContent(drawable(xhtml), null);
      builder.toStream(bytes);
      builder.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// What XML 1.0 allows of a text.
  static String drawable(String text) {
    return text.codePoints()
        .filter(
            c ->
                c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || (c >= ' ' && c < Character.MIN_SURROGATE)
                    || (c > Character.MAX_SURROGATE && c < 0xFFFE)
                    || c > 0xFFFF)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static InputStream font(String weight) {
    return Objects.requireNonNull(
        ReportPdf.class.getResourceAsStream("/fonts/YutangSans-" + weight + ".ttf"));
  }

  /// A QR code of a text, as the address of a picture that carries itself.
  static String qr(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    int side = (code.size + 2 * QR_BORDER) * QR_PIXELS;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < side; y++)
      for (int x = 0; x < side; x++) {
        boolean dark = code.getModule(x / QR_PIXELS - QR_BORDER, y / QR_PIXELS - QR_BORDER);
        image.setRGB(x, y, dark ? 0x000000 : 0xFFFFFF);
      }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
