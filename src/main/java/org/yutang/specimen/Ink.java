package org.yutang.specimen;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/// Writes with the font that the product brings, as outlines. Thread-safe.
public final class Ink {

  public static final Ink REGULAR = new Ink("/fonts/YutangSans-Regular.ttf");
  public static final Ink BOLD = new Ink("/fonts/YutangSans-Bold.ttf");

  private final TrueTypeFont letters;

  private Ink(String file) {
    try (InputStream in = Ink.class.getResourceAsStream(file)) {
      if (in == null) throw new IllegalStateException("not in the build: " + file);
      letters = new TTFParser().parse(new RandomAccessReadBuffer(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param x of the left end
  /// @param y of the base line
  /// @param size in pixels
  /// @param squeeze 1 as designed, less for narrow letters
  public synchronized void write(
      Graphics2D pen, String text, double x, double y, double size, double squeeze) {
    try {
      double scale = size / letters.getUnitsPerEm();
      double at = x;
      for (int code : text.codePoints().toArray()) {
        int glyph = letters.getUnicodeCmapLookup().getGlyphId(code);
        GlyphData outline = letters.getGlyph().getGlyph(glyph);
        if (outline != null) {
          AffineTransform place = new AffineTransform(scale * squeeze, 0, 0, -scale, at, y);
          pen.fill(place.createTransformedShape(outline.getPath()));
        }
        at += letters.getAdvanceWidth(glyph) * scale * squeeze;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public synchronized double width(String text, double size, double squeeze) {
    try {
      double width = 0;
      for (int code : text.codePoints().toArray())
        width += letters.getAdvanceWidth(letters.getUnicodeCmapLookup().getGlyphId(code));
      return width * size / letters.getUnitsPerEm() * squeeze;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Whether every sign of the text has a glyph.
  synchronized boolean has(String text) {
    try {
      for (int code : text.codePoints().toArray())
        if (letters.getUnicodeCmapLookup().getGlyphId(code) == 0) return false;
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
