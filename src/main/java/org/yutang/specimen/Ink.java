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
import org.jspecify.annotations.Nullable;

/// Writes with the font that the product brings, as outlines. Thread-safe.
public enum Ink {
  REGULAR("/fonts/YutangSans-Regular.ttf"),
  BOLD("/fonts/YutangSans-Bold.ttf");

  private final String file;
  private @Nullable TrueTypeFont font;

  Ink(String file) {
    this.file = file;
  }

  /// @param x of the left end
  /// @param y of the base line
  /// @param size in pixels
  /// @param squeeze 1 as designed, less for narrow letters
  public synchronized void write(
      Graphics2D pen, String text, double x, double y, double size, double squeeze) {
    TrueTypeFont letters = letters();
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
    TrueTypeFont letters = letters();
    try {
      double width = 0;
      for (int code : text.codePoints().toArray())
        width += letters.getAdvanceWidth(letters.getUnicodeCmapLookup().getGlyphId(code));
      return width * size / letters.getUnitsPerEm() * squeeze;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TrueTypeFont letters() {
    if (font == null) {
      try (InputStream in = Ink.class.getResourceAsStream(file)) {
        if (in == null) throw new IllegalStateException("not in the build: " + file);
        font = new TTFParser().parse(new RandomAccessReadBuffer(in));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return font;
  }
}
